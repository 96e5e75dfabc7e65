package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The server's database: its identity, and whether proxies accept it. For the
 * bootstrap admin token alone, because all organizations share the database.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class DatabaseServiceGrpc {

  private DatabaseServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.DatabaseService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetDatabaseRequest,
      dev.weir.inference.v1alpha1.GetDatabaseResponse> getGetDatabaseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetDatabase",
      requestType = dev.weir.inference.v1alpha1.GetDatabaseRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetDatabaseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetDatabaseRequest,
      dev.weir.inference.v1alpha1.GetDatabaseResponse> getGetDatabaseMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetDatabaseRequest, dev.weir.inference.v1alpha1.GetDatabaseResponse> getGetDatabaseMethod;
    if ((getGetDatabaseMethod = DatabaseServiceGrpc.getGetDatabaseMethod) == null) {
      synchronized (DatabaseServiceGrpc.class) {
        if ((getGetDatabaseMethod = DatabaseServiceGrpc.getGetDatabaseMethod) == null) {
          DatabaseServiceGrpc.getGetDatabaseMethod = getGetDatabaseMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetDatabaseRequest, dev.weir.inference.v1alpha1.GetDatabaseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetDatabase"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetDatabaseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetDatabaseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatabaseServiceMethodDescriptorSupplier("GetDatabase"))
              .build();
        }
      }
    }
    return getGetDatabaseMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.AdoptDatabaseRequest,
      dev.weir.inference.v1alpha1.AdoptDatabaseResponse> getAdoptDatabaseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AdoptDatabase",
      requestType = dev.weir.inference.v1alpha1.AdoptDatabaseRequest.class,
      responseType = dev.weir.inference.v1alpha1.AdoptDatabaseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.AdoptDatabaseRequest,
      dev.weir.inference.v1alpha1.AdoptDatabaseResponse> getAdoptDatabaseMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.AdoptDatabaseRequest, dev.weir.inference.v1alpha1.AdoptDatabaseResponse> getAdoptDatabaseMethod;
    if ((getAdoptDatabaseMethod = DatabaseServiceGrpc.getAdoptDatabaseMethod) == null) {
      synchronized (DatabaseServiceGrpc.class) {
        if ((getAdoptDatabaseMethod = DatabaseServiceGrpc.getAdoptDatabaseMethod) == null) {
          DatabaseServiceGrpc.getAdoptDatabaseMethod = getAdoptDatabaseMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.AdoptDatabaseRequest, dev.weir.inference.v1alpha1.AdoptDatabaseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AdoptDatabase"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.AdoptDatabaseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.AdoptDatabaseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatabaseServiceMethodDescriptorSupplier("AdoptDatabase"))
              .build();
        }
      }
    }
    return getAdoptDatabaseMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static DatabaseServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceStub>() {
        @java.lang.Override
        public DatabaseServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatabaseServiceStub(channel, callOptions);
        }
      };
    return DatabaseServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static DatabaseServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceBlockingV2Stub>() {
        @java.lang.Override
        public DatabaseServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatabaseServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return DatabaseServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static DatabaseServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceBlockingStub>() {
        @java.lang.Override
        public DatabaseServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatabaseServiceBlockingStub(channel, callOptions);
        }
      };
    return DatabaseServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static DatabaseServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatabaseServiceFutureStub>() {
        @java.lang.Override
        public DatabaseServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatabaseServiceFutureStub(channel, callOptions);
        }
      };
    return DatabaseServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The server's database: its identity, and whether proxies accept it. For the
   * bootstrap admin token alone, because all organizations share the database.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Returns the identity of the database, the proxies that do not accept it, and
     * the resources in it that cannot be read.
     * </pre>
     */
    default void getDatabase(dev.weir.inference.v1alpha1.GetDatabaseRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetDatabaseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetDatabaseMethod(), responseObserver);
    }

    /**
     * <pre>
     * Declares that the database replaces the one that the refusing proxies know,
     * for example after a backup was restored. They then take its configuration
     * and forget what it does not contain. Proxies that are not connected now and
     * know yet another database stay as they are. Answers when the declaration is
     * on disk; it is in the audit log.
     * </pre>
     */
    default void adoptDatabase(dev.weir.inference.v1alpha1.AdoptDatabaseRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.AdoptDatabaseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAdoptDatabaseMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service DatabaseService.
   * <pre>
   * The server's database: its identity, and whether proxies accept it. For the
   * bootstrap admin token alone, because all organizations share the database.
   * </pre>
   */
  public static abstract class DatabaseServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return DatabaseServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service DatabaseService.
   * <pre>
   * The server's database: its identity, and whether proxies accept it. For the
   * bootstrap admin token alone, because all organizations share the database.
   * </pre>
   */
  public static final class DatabaseServiceStub
      extends io.grpc.stub.AbstractAsyncStub<DatabaseServiceStub> {
    private DatabaseServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatabaseServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatabaseServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the identity of the database, the proxies that do not accept it, and
     * the resources in it that cannot be read.
     * </pre>
     */
    public void getDatabase(dev.weir.inference.v1alpha1.GetDatabaseRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetDatabaseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetDatabaseMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Declares that the database replaces the one that the refusing proxies know,
     * for example after a backup was restored. They then take its configuration
     * and forget what it does not contain. Proxies that are not connected now and
     * know yet another database stay as they are. Answers when the declaration is
     * on disk; it is in the audit log.
     * </pre>
     */
    public void adoptDatabase(dev.weir.inference.v1alpha1.AdoptDatabaseRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.AdoptDatabaseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAdoptDatabaseMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service DatabaseService.
   * <pre>
   * The server's database: its identity, and whether proxies accept it. For the
   * bootstrap admin token alone, because all organizations share the database.
   * </pre>
   */
  public static final class DatabaseServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<DatabaseServiceBlockingV2Stub> {
    private DatabaseServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatabaseServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatabaseServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the identity of the database, the proxies that do not accept it, and
     * the resources in it that cannot be read.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetDatabaseResponse getDatabase(dev.weir.inference.v1alpha1.GetDatabaseRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetDatabaseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Declares that the database replaces the one that the refusing proxies know,
     * for example after a backup was restored. They then take its configuration
     * and forget what it does not contain. Proxies that are not connected now and
     * know yet another database stay as they are. Answers when the declaration is
     * on disk; it is in the audit log.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.AdoptDatabaseResponse adoptDatabase(dev.weir.inference.v1alpha1.AdoptDatabaseRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAdoptDatabaseMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service DatabaseService.
   * <pre>
   * The server's database: its identity, and whether proxies accept it. For the
   * bootstrap admin token alone, because all organizations share the database.
   * </pre>
   */
  public static final class DatabaseServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<DatabaseServiceBlockingStub> {
    private DatabaseServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatabaseServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatabaseServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the identity of the database, the proxies that do not accept it, and
     * the resources in it that cannot be read.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetDatabaseResponse getDatabase(dev.weir.inference.v1alpha1.GetDatabaseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetDatabaseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Declares that the database replaces the one that the refusing proxies know,
     * for example after a backup was restored. They then take its configuration
     * and forget what it does not contain. Proxies that are not connected now and
     * know yet another database stay as they are. Answers when the declaration is
     * on disk; it is in the audit log.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.AdoptDatabaseResponse adoptDatabase(dev.weir.inference.v1alpha1.AdoptDatabaseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAdoptDatabaseMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service DatabaseService.
   * <pre>
   * The server's database: its identity, and whether proxies accept it. For the
   * bootstrap admin token alone, because all organizations share the database.
   * </pre>
   */
  public static final class DatabaseServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<DatabaseServiceFutureStub> {
    private DatabaseServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatabaseServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatabaseServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Returns the identity of the database, the proxies that do not accept it, and
     * the resources in it that cannot be read.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetDatabaseResponse> getDatabase(
        dev.weir.inference.v1alpha1.GetDatabaseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetDatabaseMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Declares that the database replaces the one that the refusing proxies know,
     * for example after a backup was restored. They then take its configuration
     * and forget what it does not contain. Proxies that are not connected now and
     * know yet another database stay as they are. Answers when the declaration is
     * on disk; it is in the audit log.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.AdoptDatabaseResponse> adoptDatabase(
        dev.weir.inference.v1alpha1.AdoptDatabaseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAdoptDatabaseMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_GET_DATABASE = 0;
  private static final int METHODID_ADOPT_DATABASE = 1;

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
        case METHODID_GET_DATABASE:
          serviceImpl.getDatabase((dev.weir.inference.v1alpha1.GetDatabaseRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetDatabaseResponse>) responseObserver);
          break;
        case METHODID_ADOPT_DATABASE:
          serviceImpl.adoptDatabase((dev.weir.inference.v1alpha1.AdoptDatabaseRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.AdoptDatabaseResponse>) responseObserver);
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
          getGetDatabaseMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetDatabaseRequest,
              dev.weir.inference.v1alpha1.GetDatabaseResponse>(
                service, METHODID_GET_DATABASE)))
        .addMethod(
          getAdoptDatabaseMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.AdoptDatabaseRequest,
              dev.weir.inference.v1alpha1.AdoptDatabaseResponse>(
                service, METHODID_ADOPT_DATABASE)))
        .build();
  }

  private static abstract class DatabaseServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    DatabaseServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.DatabaseServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("DatabaseService");
    }
  }

  private static final class DatabaseServiceFileDescriptorSupplier
      extends DatabaseServiceBaseDescriptorSupplier {
    DatabaseServiceFileDescriptorSupplier() {}
  }

  private static final class DatabaseServiceMethodDescriptorSupplier
      extends DatabaseServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    DatabaseServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (DatabaseServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new DatabaseServiceFileDescriptorSupplier())
              .addMethod(getGetDatabaseMethod())
              .addMethod(getAdoptDatabaseMethod())
              .build();
        }
      }
    }
    return result;
  }
}
