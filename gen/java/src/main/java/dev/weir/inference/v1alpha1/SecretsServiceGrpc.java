package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Secrets: how what the server keeps of them is encrypted.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class SecretsServiceGrpc {

  private SecretsServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.SecretsService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RotateMasterKeyRequest,
      dev.weir.inference.v1alpha1.RotateMasterKeyResponse> getRotateMasterKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateMasterKey",
      requestType = dev.weir.inference.v1alpha1.RotateMasterKeyRequest.class,
      responseType = dev.weir.inference.v1alpha1.RotateMasterKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RotateMasterKeyRequest,
      dev.weir.inference.v1alpha1.RotateMasterKeyResponse> getRotateMasterKeyMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RotateMasterKeyRequest, dev.weir.inference.v1alpha1.RotateMasterKeyResponse> getRotateMasterKeyMethod;
    if ((getRotateMasterKeyMethod = SecretsServiceGrpc.getRotateMasterKeyMethod) == null) {
      synchronized (SecretsServiceGrpc.class) {
        if ((getRotateMasterKeyMethod = SecretsServiceGrpc.getRotateMasterKeyMethod) == null) {
          SecretsServiceGrpc.getRotateMasterKeyMethod = getRotateMasterKeyMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.RotateMasterKeyRequest, dev.weir.inference.v1alpha1.RotateMasterKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateMasterKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.RotateMasterKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.RotateMasterKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SecretsServiceMethodDescriptorSupplier("RotateMasterKey"))
              .build();
        }
      }
    }
    return getRotateMasterKeyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SecretsServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SecretsServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SecretsServiceStub>() {
        @java.lang.Override
        public SecretsServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SecretsServiceStub(channel, callOptions);
        }
      };
    return SecretsServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static SecretsServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SecretsServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SecretsServiceBlockingV2Stub>() {
        @java.lang.Override
        public SecretsServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SecretsServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return SecretsServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SecretsServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SecretsServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SecretsServiceBlockingStub>() {
        @java.lang.Override
        public SecretsServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SecretsServiceBlockingStub(channel, callOptions);
        }
      };
    return SecretsServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SecretsServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SecretsServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SecretsServiceFutureStub>() {
        @java.lang.Override
        public SecretsServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SecretsServiceFutureStub(channel, callOptions);
        }
      };
    return SecretsServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Secrets: how what the server keeps of them is encrypted.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Replaces the master key by a new one, and encrypts every stored secret with
     * it, while everything goes on. Answers when nothing needs the old one any
     * more. For the bootstrap admin token alone; FAILED_PRECONDITION when the key
     * is a setting of the server.
     * </pre>
     */
    default void rotateMasterKey(dev.weir.inference.v1alpha1.RotateMasterKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RotateMasterKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateMasterKeyMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service SecretsService.
   * <pre>
   * Secrets: how what the server keeps of them is encrypted.
   * </pre>
   */
  public static abstract class SecretsServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return SecretsServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service SecretsService.
   * <pre>
   * Secrets: how what the server keeps of them is encrypted.
   * </pre>
   */
  public static final class SecretsServiceStub
      extends io.grpc.stub.AbstractAsyncStub<SecretsServiceStub> {
    private SecretsServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SecretsServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SecretsServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Replaces the master key by a new one, and encrypts every stored secret with
     * it, while everything goes on. Answers when nothing needs the old one any
     * more. For the bootstrap admin token alone; FAILED_PRECONDITION when the key
     * is a setting of the server.
     * </pre>
     */
    public void rotateMasterKey(dev.weir.inference.v1alpha1.RotateMasterKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RotateMasterKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateMasterKeyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service SecretsService.
   * <pre>
   * Secrets: how what the server keeps of them is encrypted.
   * </pre>
   */
  public static final class SecretsServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<SecretsServiceBlockingV2Stub> {
    private SecretsServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SecretsServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SecretsServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Replaces the master key by a new one, and encrypts every stored secret with
     * it, while everything goes on. Answers when nothing needs the old one any
     * more. For the bootstrap admin token alone; FAILED_PRECONDITION when the key
     * is a setting of the server.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.RotateMasterKeyResponse rotateMasterKey(dev.weir.inference.v1alpha1.RotateMasterKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateMasterKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service SecretsService.
   * <pre>
   * Secrets: how what the server keeps of them is encrypted.
   * </pre>
   */
  public static final class SecretsServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<SecretsServiceBlockingStub> {
    private SecretsServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SecretsServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SecretsServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Replaces the master key by a new one, and encrypts every stored secret with
     * it, while everything goes on. Answers when nothing needs the old one any
     * more. For the bootstrap admin token alone; FAILED_PRECONDITION when the key
     * is a setting of the server.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.RotateMasterKeyResponse rotateMasterKey(dev.weir.inference.v1alpha1.RotateMasterKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateMasterKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service SecretsService.
   * <pre>
   * Secrets: how what the server keeps of them is encrypted.
   * </pre>
   */
  public static final class SecretsServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<SecretsServiceFutureStub> {
    private SecretsServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SecretsServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SecretsServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Replaces the master key by a new one, and encrypts every stored secret with
     * it, while everything goes on. Answers when nothing needs the old one any
     * more. For the bootstrap admin token alone; FAILED_PRECONDITION when the key
     * is a setting of the server.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.RotateMasterKeyResponse> rotateMasterKey(
        dev.weir.inference.v1alpha1.RotateMasterKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateMasterKeyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_ROTATE_MASTER_KEY = 0;

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
        case METHODID_ROTATE_MASTER_KEY:
          serviceImpl.rotateMasterKey((dev.weir.inference.v1alpha1.RotateMasterKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RotateMasterKeyResponse>) responseObserver);
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
          getRotateMasterKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.RotateMasterKeyRequest,
              dev.weir.inference.v1alpha1.RotateMasterKeyResponse>(
                service, METHODID_ROTATE_MASTER_KEY)))
        .build();
  }

  private static abstract class SecretsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SecretsServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.SecretsServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SecretsService");
    }
  }

  private static final class SecretsServiceFileDescriptorSupplier
      extends SecretsServiceBaseDescriptorSupplier {
    SecretsServiceFileDescriptorSupplier() {}
  }

  private static final class SecretsServiceMethodDescriptorSupplier
      extends SecretsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    SecretsServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (SecretsServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SecretsServiceFileDescriptorSupplier())
              .addMethod(getRotateMasterKeyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
