package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Access tokens: who may manage an organization, and call its gateways.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AccessTokenServiceGrpc {

  private AccessTokenServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.AccessTokenService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateAccessTokenRequest,
      dev.weir.inference.v1alpha1.CreateAccessTokenResponse> getCreateAccessTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateAccessToken",
      requestType = dev.weir.inference.v1alpha1.CreateAccessTokenRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateAccessTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateAccessTokenRequest,
      dev.weir.inference.v1alpha1.CreateAccessTokenResponse> getCreateAccessTokenMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateAccessTokenRequest, dev.weir.inference.v1alpha1.CreateAccessTokenResponse> getCreateAccessTokenMethod;
    if ((getCreateAccessTokenMethod = AccessTokenServiceGrpc.getCreateAccessTokenMethod) == null) {
      synchronized (AccessTokenServiceGrpc.class) {
        if ((getCreateAccessTokenMethod = AccessTokenServiceGrpc.getCreateAccessTokenMethod) == null) {
          AccessTokenServiceGrpc.getCreateAccessTokenMethod = getCreateAccessTokenMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateAccessTokenRequest, dev.weir.inference.v1alpha1.CreateAccessTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateAccessToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateAccessTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateAccessTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessTokenServiceMethodDescriptorSupplier("CreateAccessToken"))
              .build();
        }
      }
    }
    return getCreateAccessTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateAccessTokenRequest,
      dev.weir.inference.v1alpha1.UpdateAccessTokenResponse> getUpdateAccessTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateAccessToken",
      requestType = dev.weir.inference.v1alpha1.UpdateAccessTokenRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateAccessTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateAccessTokenRequest,
      dev.weir.inference.v1alpha1.UpdateAccessTokenResponse> getUpdateAccessTokenMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateAccessTokenRequest, dev.weir.inference.v1alpha1.UpdateAccessTokenResponse> getUpdateAccessTokenMethod;
    if ((getUpdateAccessTokenMethod = AccessTokenServiceGrpc.getUpdateAccessTokenMethod) == null) {
      synchronized (AccessTokenServiceGrpc.class) {
        if ((getUpdateAccessTokenMethod = AccessTokenServiceGrpc.getUpdateAccessTokenMethod) == null) {
          AccessTokenServiceGrpc.getUpdateAccessTokenMethod = getUpdateAccessTokenMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateAccessTokenRequest, dev.weir.inference.v1alpha1.UpdateAccessTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateAccessToken"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateAccessTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateAccessTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessTokenServiceMethodDescriptorSupplier("UpdateAccessToken"))
              .build();
        }
      }
    }
    return getUpdateAccessTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetAccessTokenRequest,
      dev.weir.inference.v1alpha1.GetAccessTokenResponse> getGetAccessTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetAccessToken",
      requestType = dev.weir.inference.v1alpha1.GetAccessTokenRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetAccessTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetAccessTokenRequest,
      dev.weir.inference.v1alpha1.GetAccessTokenResponse> getGetAccessTokenMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetAccessTokenRequest, dev.weir.inference.v1alpha1.GetAccessTokenResponse> getGetAccessTokenMethod;
    if ((getGetAccessTokenMethod = AccessTokenServiceGrpc.getGetAccessTokenMethod) == null) {
      synchronized (AccessTokenServiceGrpc.class) {
        if ((getGetAccessTokenMethod = AccessTokenServiceGrpc.getGetAccessTokenMethod) == null) {
          AccessTokenServiceGrpc.getGetAccessTokenMethod = getGetAccessTokenMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetAccessTokenRequest, dev.weir.inference.v1alpha1.GetAccessTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetAccessToken"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetAccessTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetAccessTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessTokenServiceMethodDescriptorSupplier("GetAccessToken"))
              .build();
        }
      }
    }
    return getGetAccessTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListAccessTokensRequest,
      dev.weir.inference.v1alpha1.ListAccessTokensResponse> getListAccessTokensMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListAccessTokens",
      requestType = dev.weir.inference.v1alpha1.ListAccessTokensRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListAccessTokensResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListAccessTokensRequest,
      dev.weir.inference.v1alpha1.ListAccessTokensResponse> getListAccessTokensMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListAccessTokensRequest, dev.weir.inference.v1alpha1.ListAccessTokensResponse> getListAccessTokensMethod;
    if ((getListAccessTokensMethod = AccessTokenServiceGrpc.getListAccessTokensMethod) == null) {
      synchronized (AccessTokenServiceGrpc.class) {
        if ((getListAccessTokensMethod = AccessTokenServiceGrpc.getListAccessTokensMethod) == null) {
          AccessTokenServiceGrpc.getListAccessTokensMethod = getListAccessTokensMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListAccessTokensRequest, dev.weir.inference.v1alpha1.ListAccessTokensResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListAccessTokens"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListAccessTokensRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListAccessTokensResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessTokenServiceMethodDescriptorSupplier("ListAccessTokens"))
              .build();
        }
      }
    }
    return getListAccessTokensMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteAccessTokenRequest,
      dev.weir.inference.v1alpha1.DeleteAccessTokenResponse> getDeleteAccessTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteAccessToken",
      requestType = dev.weir.inference.v1alpha1.DeleteAccessTokenRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteAccessTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteAccessTokenRequest,
      dev.weir.inference.v1alpha1.DeleteAccessTokenResponse> getDeleteAccessTokenMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteAccessTokenRequest, dev.weir.inference.v1alpha1.DeleteAccessTokenResponse> getDeleteAccessTokenMethod;
    if ((getDeleteAccessTokenMethod = AccessTokenServiceGrpc.getDeleteAccessTokenMethod) == null) {
      synchronized (AccessTokenServiceGrpc.class) {
        if ((getDeleteAccessTokenMethod = AccessTokenServiceGrpc.getDeleteAccessTokenMethod) == null) {
          AccessTokenServiceGrpc.getDeleteAccessTokenMethod = getDeleteAccessTokenMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteAccessTokenRequest, dev.weir.inference.v1alpha1.DeleteAccessTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteAccessToken"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteAccessTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteAccessTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessTokenServiceMethodDescriptorSupplier("DeleteAccessToken"))
              .build();
        }
      }
    }
    return getDeleteAccessTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchAccessTokensRequest,
      dev.weir.inference.v1alpha1.WatchAccessTokensResponse> getWatchAccessTokensMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchAccessTokens",
      requestType = dev.weir.inference.v1alpha1.WatchAccessTokensRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchAccessTokensResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchAccessTokensRequest,
      dev.weir.inference.v1alpha1.WatchAccessTokensResponse> getWatchAccessTokensMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchAccessTokensRequest, dev.weir.inference.v1alpha1.WatchAccessTokensResponse> getWatchAccessTokensMethod;
    if ((getWatchAccessTokensMethod = AccessTokenServiceGrpc.getWatchAccessTokensMethod) == null) {
      synchronized (AccessTokenServiceGrpc.class) {
        if ((getWatchAccessTokensMethod = AccessTokenServiceGrpc.getWatchAccessTokensMethod) == null) {
          AccessTokenServiceGrpc.getWatchAccessTokensMethod = getWatchAccessTokensMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchAccessTokensRequest, dev.weir.inference.v1alpha1.WatchAccessTokensResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchAccessTokens"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchAccessTokensRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchAccessTokensResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessTokenServiceMethodDescriptorSupplier("WatchAccessTokens"))
              .build();
        }
      }
    }
    return getWatchAccessTokensMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AccessTokenServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceStub>() {
        @java.lang.Override
        public AccessTokenServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessTokenServiceStub(channel, callOptions);
        }
      };
    return AccessTokenServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AccessTokenServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceBlockingV2Stub>() {
        @java.lang.Override
        public AccessTokenServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessTokenServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AccessTokenServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AccessTokenServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceBlockingStub>() {
        @java.lang.Override
        public AccessTokenServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessTokenServiceBlockingStub(channel, callOptions);
        }
      };
    return AccessTokenServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AccessTokenServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessTokenServiceFutureStub>() {
        @java.lang.Override
        public AccessTokenServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessTokenServiceFutureStub(channel, callOptions);
        }
      };
    return AccessTokenServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Access tokens: who may manage an organization, and call its gateways.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new token. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    default void createAccessToken(dev.weir.inference.v1alpha1.CreateAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateAccessTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateAccessTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a token, or the fields that `update_mask` names.
     * </pre>
     */
    default void updateAccessToken(dev.weir.inference.v1alpha1.UpdateAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateAccessTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateAccessTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one token. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    default void getAccessToken(dev.weir.inference.v1alpha1.GetAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetAccessTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetAccessTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's tokens, oldest first.
     * </pre>
     */
    default void listAccessTokens(dev.weir.inference.v1alpha1.ListAccessTokensRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListAccessTokensResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListAccessTokensMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a token and answers its last state.
     * </pre>
     */
    default void deleteAccessToken(dev.weir.inference.v1alpha1.DeleteAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteAccessTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteAccessTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    default void watchAccessTokens(dev.weir.inference.v1alpha1.WatchAccessTokensRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchAccessTokensResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchAccessTokensMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AccessTokenService.
   * <pre>
   * Access tokens: who may manage an organization, and call its gateways.
   * </pre>
   */
  public static abstract class AccessTokenServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AccessTokenServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AccessTokenService.
   * <pre>
   * Access tokens: who may manage an organization, and call its gateways.
   * </pre>
   */
  public static final class AccessTokenServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AccessTokenServiceStub> {
    private AccessTokenServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessTokenServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessTokenServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new token. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public void createAccessToken(dev.weir.inference.v1alpha1.CreateAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateAccessTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateAccessTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a token, or the fields that `update_mask` names.
     * </pre>
     */
    public void updateAccessToken(dev.weir.inference.v1alpha1.UpdateAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateAccessTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateAccessTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one token. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public void getAccessToken(dev.weir.inference.v1alpha1.GetAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetAccessTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetAccessTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's tokens, oldest first.
     * </pre>
     */
    public void listAccessTokens(dev.weir.inference.v1alpha1.ListAccessTokensRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListAccessTokensResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListAccessTokensMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a token and answers its last state.
     * </pre>
     */
    public void deleteAccessToken(dev.weir.inference.v1alpha1.DeleteAccessTokenRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteAccessTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteAccessTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public void watchAccessTokens(dev.weir.inference.v1alpha1.WatchAccessTokensRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchAccessTokensResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchAccessTokensMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AccessTokenService.
   * <pre>
   * Access tokens: who may manage an organization, and call its gateways.
   * </pre>
   */
  public static final class AccessTokenServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AccessTokenServiceBlockingV2Stub> {
    private AccessTokenServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessTokenServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessTokenServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new token. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateAccessTokenResponse createAccessToken(dev.weir.inference.v1alpha1.CreateAccessTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a token, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateAccessTokenResponse updateAccessToken(dev.weir.inference.v1alpha1.UpdateAccessTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one token. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetAccessTokenResponse getAccessToken(dev.weir.inference.v1alpha1.GetAccessTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's tokens, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListAccessTokensResponse listAccessTokens(dev.weir.inference.v1alpha1.ListAccessTokensRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListAccessTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a token and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteAccessTokenResponse deleteAccessToken(dev.weir.inference.v1alpha1.DeleteAccessTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchAccessTokensResponse>
        watchAccessTokens(dev.weir.inference.v1alpha1.WatchAccessTokensRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchAccessTokensMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AccessTokenService.
   * <pre>
   * Access tokens: who may manage an organization, and call its gateways.
   * </pre>
   */
  public static final class AccessTokenServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AccessTokenServiceBlockingStub> {
    private AccessTokenServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessTokenServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessTokenServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new token. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateAccessTokenResponse createAccessToken(dev.weir.inference.v1alpha1.CreateAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a token, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateAccessTokenResponse updateAccessToken(dev.weir.inference.v1alpha1.UpdateAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one token. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetAccessTokenResponse getAccessToken(dev.weir.inference.v1alpha1.GetAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's tokens, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListAccessTokensResponse listAccessTokens(dev.weir.inference.v1alpha1.ListAccessTokensRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListAccessTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a token and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteAccessTokenResponse deleteAccessToken(dev.weir.inference.v1alpha1.DeleteAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteAccessTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchAccessTokensResponse> watchAccessTokens(
        dev.weir.inference.v1alpha1.WatchAccessTokensRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchAccessTokensMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AccessTokenService.
   * <pre>
   * Access tokens: who may manage an organization, and call its gateways.
   * </pre>
   */
  public static final class AccessTokenServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AccessTokenServiceFutureStub> {
    private AccessTokenServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessTokenServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessTokenServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new token. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateAccessTokenResponse> createAccessToken(
        dev.weir.inference.v1alpha1.CreateAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateAccessTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of a token, or the fields that `update_mask` names.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateAccessTokenResponse> updateAccessToken(
        dev.weir.inference.v1alpha1.UpdateAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateAccessTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one token. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetAccessTokenResponse> getAccessToken(
        dev.weir.inference.v1alpha1.GetAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetAccessTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the organization's tokens, oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListAccessTokensResponse> listAccessTokens(
        dev.weir.inference.v1alpha1.ListAccessTokensRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListAccessTokensMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a token and answers its last state.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteAccessTokenResponse> deleteAccessToken(
        dev.weir.inference.v1alpha1.DeleteAccessTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteAccessTokenMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_ACCESS_TOKEN = 0;
  private static final int METHODID_UPDATE_ACCESS_TOKEN = 1;
  private static final int METHODID_GET_ACCESS_TOKEN = 2;
  private static final int METHODID_LIST_ACCESS_TOKENS = 3;
  private static final int METHODID_DELETE_ACCESS_TOKEN = 4;
  private static final int METHODID_WATCH_ACCESS_TOKENS = 5;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_ACCESS_TOKEN:
          serviceImpl.createAccessToken((dev.weir.inference.v1alpha1.CreateAccessTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateAccessTokenResponse>) responseObserver);
          break;
        case METHODID_UPDATE_ACCESS_TOKEN:
          serviceImpl.updateAccessToken((dev.weir.inference.v1alpha1.UpdateAccessTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateAccessTokenResponse>) responseObserver);
          break;
        case METHODID_GET_ACCESS_TOKEN:
          serviceImpl.getAccessToken((dev.weir.inference.v1alpha1.GetAccessTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetAccessTokenResponse>) responseObserver);
          break;
        case METHODID_LIST_ACCESS_TOKENS:
          serviceImpl.listAccessTokens((dev.weir.inference.v1alpha1.ListAccessTokensRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListAccessTokensResponse>) responseObserver);
          break;
        case METHODID_DELETE_ACCESS_TOKEN:
          serviceImpl.deleteAccessToken((dev.weir.inference.v1alpha1.DeleteAccessTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteAccessTokenResponse>) responseObserver);
          break;
        case METHODID_WATCH_ACCESS_TOKENS:
          serviceImpl.watchAccessTokens((dev.weir.inference.v1alpha1.WatchAccessTokensRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchAccessTokensResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateAccessTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateAccessTokenRequest,
              dev.weir.inference.v1alpha1.CreateAccessTokenResponse>(
                service, METHODID_CREATE_ACCESS_TOKEN)))
        .addMethod(
          getUpdateAccessTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateAccessTokenRequest,
              dev.weir.inference.v1alpha1.UpdateAccessTokenResponse>(
                service, METHODID_UPDATE_ACCESS_TOKEN)))
        .addMethod(
          getGetAccessTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetAccessTokenRequest,
              dev.weir.inference.v1alpha1.GetAccessTokenResponse>(
                service, METHODID_GET_ACCESS_TOKEN)))
        .addMethod(
          getListAccessTokensMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListAccessTokensRequest,
              dev.weir.inference.v1alpha1.ListAccessTokensResponse>(
                service, METHODID_LIST_ACCESS_TOKENS)))
        .addMethod(
          getDeleteAccessTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteAccessTokenRequest,
              dev.weir.inference.v1alpha1.DeleteAccessTokenResponse>(
                service, METHODID_DELETE_ACCESS_TOKEN)))
        .addMethod(
          getWatchAccessTokensMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchAccessTokensRequest,
              dev.weir.inference.v1alpha1.WatchAccessTokensResponse>(
                service, METHODID_WATCH_ACCESS_TOKENS)))
        .build();
  }

  private static abstract class AccessTokenServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AccessTokenServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.AccessTokenServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AccessTokenService");
    }
  }

  private static final class AccessTokenServiceFileDescriptorSupplier
      extends AccessTokenServiceBaseDescriptorSupplier {
    AccessTokenServiceFileDescriptorSupplier() {}
  }

  private static final class AccessTokenServiceMethodDescriptorSupplier
      extends AccessTokenServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AccessTokenServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (AccessTokenServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AccessTokenServiceFileDescriptorSupplier())
              .addMethod(getCreateAccessTokenMethod())
              .addMethod(getUpdateAccessTokenMethod())
              .addMethod(getGetAccessTokenMethod())
              .addMethod(getListAccessTokensMethod())
              .addMethod(getDeleteAccessTokenMethod())
              .addMethod(getWatchAccessTokensMethod())
              .build();
        }
      }
    }
    return result;
  }
}
