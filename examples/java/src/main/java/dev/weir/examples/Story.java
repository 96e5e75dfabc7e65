package dev.weir.examples;

import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.FieldMask;
import com.google.rpc.BadRequest;
import dev.weir.inference.v1alpha1.BodyBasedRouting;
import dev.weir.inference.v1alpha1.CoreWeaveAuth;
import dev.weir.inference.v1alpha1.CreateDeploymentRequest;
import dev.weir.inference.v1alpha1.CreateGatewayRequest;
import dev.weir.inference.v1alpha1.DeleteDeploymentRequest;
import dev.weir.inference.v1alpha1.DeleteGatewayRequest;
import dev.weir.inference.v1alpha1.DeploymentModel;
import dev.weir.inference.v1alpha1.DeploymentServiceGrpc;
import dev.weir.inference.v1alpha1.EventType;
import dev.weir.inference.v1alpha1.GatewayServiceGrpc;
import dev.weir.inference.v1alpha1.InlineTargets;
import dev.weir.inference.v1alpha1.Status;
import dev.weir.inference.v1alpha1.Target;
import dev.weir.inference.v1alpha1.UpdateGatewayRequest;
import dev.weir.inference.v1alpha1.WatchDeploymentsRequest;
import dev.weir.inference.v1alpha1.WatchDeploymentsResponse;
import dev.weir.inference.v1alpha1.WatchGatewaysRequest;
import dev.weir.inference.v1alpha1.WatchGatewaysResponse;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.Function;

/** A gateway's life, by grpc-java. See ../README.md for what it needs and prints. */
public final class Story {
  private static final String URL = setting("WEIR_URL", "http://127.0.0.1:7070");
  private static final String PROXY = setting("WEIR_PROXY", "http://127.0.0.1:7080");
  private static final String UPSTREAM = setting("WEIR_UPSTREAM", "http://127.0.0.1:9001");

  public static void main(String[] arguments) throws Exception {
    String token = setting("WEIR_TOKEN", null);
    if (token == null) {
      token = Files.readString(Path.of("data/admin-token")).strip();
    }
    String authority = URI.create(URL).getAuthority();
    ManagedChannel channel = ManagedChannelBuilder.forTarget(authority).usePlaintext().build();
    try {
      tell(channel, token);
    } finally {
      channel.shutdownNow();
    }
  }

  private static void tell(ManagedChannel channel, String token) throws Exception {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    var authorize = MetadataUtils.newAttachHeadersInterceptor(headers);
    var gateways = GatewayServiceGrpc.newBlockingStub(channel).withInterceptors(authorize);
    var deployments = DeploymentServiceGrpc.newBlockingStub(channel).withInterceptors(authorize);

    String id = gateways.createGateway(newGateway("story")).getGateway().getSpec().getId();
    System.out.println("created " + id);

    // The first event has the present state: nothing is missed between the create and the watch.
    WatchGatewaysRequest watch = WatchGatewaysRequest.newBuilder().setId(id).build();
    WatchGatewaysResponse ready =
        first(gateways.watchGateways(watch), event -> event.getGateway().getStatus().getStatus() == Status.STATUS_READY);
    System.out.println("STATUS_READY at " + ready.getGateway().getStatus().getEndpoints(0));

    String deploymentId =
        deployments
            .createDeployment(
                CreateDeploymentRequest.newBuilder()
                    .setName("story")
                    .addGatewayIds(id)
                    .setModel(DeploymentModel.newBuilder().setName("org/chat"))
                    .setTargets(InlineTargets.newBuilder().addTargets(Target.newBuilder().setUrl(UPSTREAM)))
                    .build())
            .getDeployment()
            .getSpec()
            .getId();
    WatchDeploymentsRequest deploymentWatch = WatchDeploymentsRequest.newBuilder().setId(deploymentId).build();
    first(
        deployments.watchDeployments(deploymentWatch),
        event -> event.getDeployment().getStatus().getStatus() == Status.STATUS_READY);

    System.out.println("answer: " + chat(token));

    UpdateGatewayRequest rename =
        UpdateGatewayRequest.newBuilder()
            .setId(id)
            .setName("story-renamed")
            .setUpdateMask(FieldMask.newBuilder().addPaths("name"))
            .build();
    System.out.println("renamed to " + gateways.updateGateway(rename).getGateway().getSpec().getName());

    try {
      gateways.createGateway(newGateway(""));
    } catch (StatusRuntimeException error) {
      if (error.getStatus().getCode() != io.grpc.Status.Code.INVALID_ARGUMENT) {
        throw error;
      }
      for (Any detail : StatusProto.fromThrowable(error).getDetailsList()) {
        if (detail.is(BadRequest.class)) {
          for (BadRequest.FieldViolation violation : detail.unpack(BadRequest.class).getFieldViolationsList()) {
            System.out.println("mistake in " + violation.getField() + ": " + violation.getDescription());
          }
        }
      }
    }

    deployments.deleteDeployment(DeleteDeploymentRequest.newBuilder().setId(deploymentId).build());
    gone(deployments.watchDeployments(deploymentWatch), WatchDeploymentsResponse::getType);
    gateways.deleteGateway(DeleteGatewayRequest.newBuilder().setId(id).build());
    gone(gateways.watchGateways(watch), WatchGatewaysResponse::getType);
    System.out.println("deleted");
  }

  private static CreateGatewayRequest newGateway(String name) {
    return CreateGatewayRequest.newBuilder()
        .setName(name)
        .addZones("local")
        .setCoreWeaveAuth(CoreWeaveAuth.getDefaultInstance())
        .setBodyBasedRouting(BodyBasedRouting.newBuilder().setApiType(BodyBasedRouting.ApiType.API_TYPE_OPENAI))
        .build();
  }

  private static String chat(String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(PROXY + "/v1/chat/completions"))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\": \"org/chat\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"))
            .build();
    HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("chat: " + response.statusCode() + " " + response.body());
    }
    return JsonParser.parseString(response.body())
        .getAsJsonObject()
        .getAsJsonArray("choices")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("message")
        .get("content")
        .getAsString();
  }

  private static <E> E first(Iterator<E> events, Function<E, Boolean> holds) {
    while (true) {
      E event = events.next();
      if (holds.apply(event)) {
        return event;
      }
    }
  }

  /** Waits until no proxy serves a deleted resource any more: DELETED, or NOT_FOUND when that was before the watch. */
  private static <E> void gone(Iterator<E> events, Function<E, EventType> typeOf) {
    try {
      first(events, event -> typeOf.apply(event) == EventType.EVENT_TYPE_DELETED);
    } catch (StatusRuntimeException error) {
      if (error.getStatus().getCode() != io.grpc.Status.Code.NOT_FOUND) {
        throw error;
      }
    }
  }

  private static String setting(String name, String fallback) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? fallback : value;
  }

  private Story() {}
}
