package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manifests: resources as files declare them, taken as a whole.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ManifestServiceGrpc {

  private ManifestServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.ManifestService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ApplyManifestsRequest,
      dev.weir.inference.v1alpha1.ApplyManifestsResponse> getApplyManifestsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ApplyManifests",
      requestType = dev.weir.inference.v1alpha1.ApplyManifestsRequest.class,
      responseType = dev.weir.inference.v1alpha1.ApplyManifestsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ApplyManifestsRequest,
      dev.weir.inference.v1alpha1.ApplyManifestsResponse> getApplyManifestsMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ApplyManifestsRequest, dev.weir.inference.v1alpha1.ApplyManifestsResponse> getApplyManifestsMethod;
    if ((getApplyManifestsMethod = ManifestServiceGrpc.getApplyManifestsMethod) == null) {
      synchronized (ManifestServiceGrpc.class) {
        if ((getApplyManifestsMethod = ManifestServiceGrpc.getApplyManifestsMethod) == null) {
          ManifestServiceGrpc.getApplyManifestsMethod = getApplyManifestsMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ApplyManifestsRequest, dev.weir.inference.v1alpha1.ApplyManifestsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ApplyManifests"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ApplyManifestsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ApplyManifestsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ManifestServiceMethodDescriptorSupplier("ApplyManifests"))
              .build();
        }
      }
    }
    return getApplyManifestsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ManifestServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ManifestServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ManifestServiceStub>() {
        @java.lang.Override
        public ManifestServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ManifestServiceStub(channel, callOptions);
        }
      };
    return ManifestServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ManifestServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ManifestServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ManifestServiceBlockingV2Stub>() {
        @java.lang.Override
        public ManifestServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ManifestServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ManifestServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ManifestServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ManifestServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ManifestServiceBlockingStub>() {
        @java.lang.Override
        public ManifestServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ManifestServiceBlockingStub(channel, callOptions);
        }
      };
    return ManifestServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ManifestServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ManifestServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ManifestServiceFutureStub>() {
        @java.lang.Override
        public ManifestServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ManifestServiceFutureStub(channel, callOptions);
        }
      };
    return ManifestServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manifests: resources as files declare them, taken as a whole.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Makes what manifests declare so, in one transaction: all of it, or nothing
     * where one of the documents has a mistake. A document is of the resource with
     * its id or, where it has none, of the one of its kind with its name; there is
     * a new one where there is none. What is declared already stays untouched.
     * </pre>
     */
    default void applyManifests(dev.weir.inference.v1alpha1.ApplyManifestsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ApplyManifestsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getApplyManifestsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ManifestService.
   * <pre>
   * Manifests: resources as files declare them, taken as a whole.
   * </pre>
   */
  public static abstract class ManifestServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ManifestServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ManifestService.
   * <pre>
   * Manifests: resources as files declare them, taken as a whole.
   * </pre>
   */
  public static final class ManifestServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ManifestServiceStub> {
    private ManifestServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ManifestServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ManifestServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes what manifests declare so, in one transaction: all of it, or nothing
     * where one of the documents has a mistake. A document is of the resource with
     * its id or, where it has none, of the one of its kind with its name; there is
     * a new one where there is none. What is declared already stays untouched.
     * </pre>
     */
    public void applyManifests(dev.weir.inference.v1alpha1.ApplyManifestsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ApplyManifestsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getApplyManifestsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ManifestService.
   * <pre>
   * Manifests: resources as files declare them, taken as a whole.
   * </pre>
   */
  public static final class ManifestServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ManifestServiceBlockingV2Stub> {
    private ManifestServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ManifestServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ManifestServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes what manifests declare so, in one transaction: all of it, or nothing
     * where one of the documents has a mistake. A document is of the resource with
     * its id or, where it has none, of the one of its kind with its name; there is
     * a new one where there is none. What is declared already stays untouched.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ApplyManifestsResponse applyManifests(dev.weir.inference.v1alpha1.ApplyManifestsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getApplyManifestsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ManifestService.
   * <pre>
   * Manifests: resources as files declare them, taken as a whole.
   * </pre>
   */
  public static final class ManifestServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ManifestServiceBlockingStub> {
    private ManifestServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ManifestServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ManifestServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes what manifests declare so, in one transaction: all of it, or nothing
     * where one of the documents has a mistake. A document is of the resource with
     * its id or, where it has none, of the one of its kind with its name; there is
     * a new one where there is none. What is declared already stays untouched.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ApplyManifestsResponse applyManifests(dev.weir.inference.v1alpha1.ApplyManifestsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getApplyManifestsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ManifestService.
   * <pre>
   * Manifests: resources as files declare them, taken as a whole.
   * </pre>
   */
  public static final class ManifestServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ManifestServiceFutureStub> {
    private ManifestServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ManifestServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ManifestServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Makes what manifests declare so, in one transaction: all of it, or nothing
     * where one of the documents has a mistake. A document is of the resource with
     * its id or, where it has none, of the one of its kind with its name; there is
     * a new one where there is none. What is declared already stays untouched.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ApplyManifestsResponse> applyManifests(
        dev.weir.inference.v1alpha1.ApplyManifestsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getApplyManifestsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_APPLY_MANIFESTS = 0;

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
        case METHODID_APPLY_MANIFESTS:
          serviceImpl.applyManifests((dev.weir.inference.v1alpha1.ApplyManifestsRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ApplyManifestsResponse>) responseObserver);
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
          getApplyManifestsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ApplyManifestsRequest,
              dev.weir.inference.v1alpha1.ApplyManifestsResponse>(
                service, METHODID_APPLY_MANIFESTS)))
        .build();
  }

  private static abstract class ManifestServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ManifestServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.ManifestServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ManifestService");
    }
  }

  private static final class ManifestServiceFileDescriptorSupplier
      extends ManifestServiceBaseDescriptorSupplier {
    ManifestServiceFileDescriptorSupplier() {}
  }

  private static final class ManifestServiceMethodDescriptorSupplier
      extends ManifestServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ManifestServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ManifestServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ManifestServiceFileDescriptorSupplier())
              .addMethod(getApplyManifestsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
