package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Upstreams: the targets that an organization sends to.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class UpstreamServiceGrpc {

  private UpstreamServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.UpstreamService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateUpstreamRequest,
      dev.weir.inference.v1alpha1.CreateUpstreamResponse> getCreateUpstreamMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateUpstream",
      requestType = dev.weir.inference.v1alpha1.CreateUpstreamRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateUpstreamResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateUpstreamRequest,
      dev.weir.inference.v1alpha1.CreateUpstreamResponse> getCreateUpstreamMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateUpstreamRequest, dev.weir.inference.v1alpha1.CreateUpstreamResponse> getCreateUpstreamMethod;
    if ((getCreateUpstreamMethod = UpstreamServiceGrpc.getCreateUpstreamMethod) == null) {
      synchronized (UpstreamServiceGrpc.class) {
        if ((getCreateUpstreamMethod = UpstreamServiceGrpc.getCreateUpstreamMethod) == null) {
          UpstreamServiceGrpc.getCreateUpstreamMethod = getCreateUpstreamMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateUpstreamRequest, dev.weir.inference.v1alpha1.CreateUpstreamResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateUpstream"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateUpstreamRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateUpstreamResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UpstreamServiceMethodDescriptorSupplier("CreateUpstream"))
              .build();
        }
      }
    }
    return getCreateUpstreamMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateUpstreamRequest,
      dev.weir.inference.v1alpha1.UpdateUpstreamResponse> getUpdateUpstreamMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateUpstream",
      requestType = dev.weir.inference.v1alpha1.UpdateUpstreamRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateUpstreamResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateUpstreamRequest,
      dev.weir.inference.v1alpha1.UpdateUpstreamResponse> getUpdateUpstreamMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateUpstreamRequest, dev.weir.inference.v1alpha1.UpdateUpstreamResponse> getUpdateUpstreamMethod;
    if ((getUpdateUpstreamMethod = UpstreamServiceGrpc.getUpdateUpstreamMethod) == null) {
      synchronized (UpstreamServiceGrpc.class) {
        if ((getUpdateUpstreamMethod = UpstreamServiceGrpc.getUpdateUpstreamMethod) == null) {
          UpstreamServiceGrpc.getUpdateUpstreamMethod = getUpdateUpstreamMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateUpstreamRequest, dev.weir.inference.v1alpha1.UpdateUpstreamResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateUpstream"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateUpstreamRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateUpstreamResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UpstreamServiceMethodDescriptorSupplier("UpdateUpstream"))
              .build();
        }
      }
    }
    return getUpdateUpstreamMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetUpstreamRequest,
      dev.weir.inference.v1alpha1.GetUpstreamResponse> getGetUpstreamMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetUpstream",
      requestType = dev.weir.inference.v1alpha1.GetUpstreamRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetUpstreamResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetUpstreamRequest,
      dev.weir.inference.v1alpha1.GetUpstreamResponse> getGetUpstreamMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetUpstreamRequest, dev.weir.inference.v1alpha1.GetUpstreamResponse> getGetUpstreamMethod;
    if ((getGetUpstreamMethod = UpstreamServiceGrpc.getGetUpstreamMethod) == null) {
      synchronized (UpstreamServiceGrpc.class) {
        if ((getGetUpstreamMethod = UpstreamServiceGrpc.getGetUpstreamMethod) == null) {
          UpstreamServiceGrpc.getGetUpstreamMethod = getGetUpstreamMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetUpstreamRequest, dev.weir.inference.v1alpha1.GetUpstreamResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetUpstream"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetUpstreamRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetUpstreamResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UpstreamServiceMethodDescriptorSupplier("GetUpstream"))
              .build();
        }
      }
    }
    return getGetUpstreamMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListUpstreamsRequest,
      dev.weir.inference.v1alpha1.ListUpstreamsResponse> getListUpstreamsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListUpstreams",
      requestType = dev.weir.inference.v1alpha1.ListUpstreamsRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListUpstreamsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListUpstreamsRequest,
      dev.weir.inference.v1alpha1.ListUpstreamsResponse> getListUpstreamsMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListUpstreamsRequest, dev.weir.inference.v1alpha1.ListUpstreamsResponse> getListUpstreamsMethod;
    if ((getListUpstreamsMethod = UpstreamServiceGrpc.getListUpstreamsMethod) == null) {
      synchronized (UpstreamServiceGrpc.class) {
        if ((getListUpstreamsMethod = UpstreamServiceGrpc.getListUpstreamsMethod) == null) {
          UpstreamServiceGrpc.getListUpstreamsMethod = getListUpstreamsMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListUpstreamsRequest, dev.weir.inference.v1alpha1.ListUpstreamsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListUpstreams"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListUpstreamsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListUpstreamsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UpstreamServiceMethodDescriptorSupplier("ListUpstreams"))
              .build();
        }
      }
    }
    return getListUpstreamsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteUpstreamRequest,
      dev.weir.inference.v1alpha1.DeleteUpstreamResponse> getDeleteUpstreamMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteUpstream",
      requestType = dev.weir.inference.v1alpha1.DeleteUpstreamRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteUpstreamResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteUpstreamRequest,
      dev.weir.inference.v1alpha1.DeleteUpstreamResponse> getDeleteUpstreamMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteUpstreamRequest, dev.weir.inference.v1alpha1.DeleteUpstreamResponse> getDeleteUpstreamMethod;
    if ((getDeleteUpstreamMethod = UpstreamServiceGrpc.getDeleteUpstreamMethod) == null) {
      synchronized (UpstreamServiceGrpc.class) {
        if ((getDeleteUpstreamMethod = UpstreamServiceGrpc.getDeleteUpstreamMethod) == null) {
          UpstreamServiceGrpc.getDeleteUpstreamMethod = getDeleteUpstreamMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteUpstreamRequest, dev.weir.inference.v1alpha1.DeleteUpstreamResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteUpstream"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteUpstreamRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteUpstreamResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UpstreamServiceMethodDescriptorSupplier("DeleteUpstream"))
              .build();
        }
      }
    }
    return getDeleteUpstreamMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchUpstreamsRequest,
      dev.weir.inference.v1alpha1.WatchUpstreamsResponse> getWatchUpstreamsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchUpstreams",
      requestType = dev.weir.inference.v1alpha1.WatchUpstreamsRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchUpstreamsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchUpstreamsRequest,
      dev.weir.inference.v1alpha1.WatchUpstreamsResponse> getWatchUpstreamsMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchUpstreamsRequest, dev.weir.inference.v1alpha1.WatchUpstreamsResponse> getWatchUpstreamsMethod;
    if ((getWatchUpstreamsMethod = UpstreamServiceGrpc.getWatchUpstreamsMethod) == null) {
      synchronized (UpstreamServiceGrpc.class) {
        if ((getWatchUpstreamsMethod = UpstreamServiceGrpc.getWatchUpstreamsMethod) == null) {
          UpstreamServiceGrpc.getWatchUpstreamsMethod = getWatchUpstreamsMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchUpstreamsRequest, dev.weir.inference.v1alpha1.WatchUpstreamsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchUpstreams"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchUpstreamsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchUpstreamsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UpstreamServiceMethodDescriptorSupplier("WatchUpstreams"))
              .build();
        }
      }
    }
    return getWatchUpstreamsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static UpstreamServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceStub>() {
        @java.lang.Override
        public UpstreamServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UpstreamServiceStub(channel, callOptions);
        }
      };
    return UpstreamServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static UpstreamServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceBlockingV2Stub>() {
        @java.lang.Override
        public UpstreamServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UpstreamServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return UpstreamServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static UpstreamServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceBlockingStub>() {
        @java.lang.Override
        public UpstreamServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UpstreamServiceBlockingStub(channel, callOptions);
        }
      };
    return UpstreamServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static UpstreamServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UpstreamServiceFutureStub>() {
        @java.lang.Override
        public UpstreamServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UpstreamServiceFutureStub(channel, callOptions);
        }
      };
    return UpstreamServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Upstreams: the targets that an organization sends to.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new upstream. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    default void createUpstream(dev.weir.inference.v1alpha1.CreateUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateUpstreamResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateUpstreamMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of an upstream, or the fields that `update_mask` names.
     * </pre>
     */
    default void updateUpstream(dev.weir.inference.v1alpha1.UpdateUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateUpstreamResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateUpstreamMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one upstream. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    default void getUpstream(dev.weir.inference.v1alpha1.GetUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetUpstreamResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetUpstreamMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's upstreams, oldest first.
     * </pre>
     */
    default void listUpstreams(dev.weir.inference.v1alpha1.ListUpstreamsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListUpstreamsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListUpstreamsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes an upstream and answers its last state.
     * </pre>
     */
    default void deleteUpstream(dev.weir.inference.v1alpha1.DeleteUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteUpstreamResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteUpstreamMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    default void watchUpstreams(dev.weir.inference.v1alpha1.WatchUpstreamsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchUpstreamsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchUpstreamsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service UpstreamService.
   * <pre>
   * Upstreams: the targets that an organization sends to.
   * </pre>
   */
  public static abstract class UpstreamServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return UpstreamServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service UpstreamService.
   * <pre>
   * Upstreams: the targets that an organization sends to.
   * </pre>
   */
  public static final class UpstreamServiceStub
      extends io.grpc.stub.AbstractAsyncStub<UpstreamServiceStub> {
    private UpstreamServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UpstreamServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UpstreamServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new upstream. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public void createUpstream(dev.weir.inference.v1alpha1.CreateUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateUpstreamResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateUpstreamMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of an upstream, or the fields that `update_mask` names.
     * </pre>
     */
    public void updateUpstream(dev.weir.inference.v1alpha1.UpdateUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateUpstreamResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateUpstreamMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one upstream. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public void getUpstream(dev.weir.inference.v1alpha1.GetUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetUpstreamResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetUpstreamMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's upstreams, oldest first.
     * </pre>
     */
    public void listUpstreams(dev.weir.inference.v1alpha1.ListUpstreamsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListUpstreamsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListUpstreamsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes an upstream and answers its last state.
     * </pre>
     */
    public void deleteUpstream(dev.weir.inference.v1alpha1.DeleteUpstreamRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteUpstreamResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteUpstreamMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public void watchUpstreams(dev.weir.inference.v1alpha1.WatchUpstreamsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchUpstreamsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchUpstreamsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service UpstreamService.
   * <pre>
   * Upstreams: the targets that an organization sends to.
   * </pre>
   */
  public static final class UpstreamServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<UpstreamServiceBlockingV2Stub> {
    private UpstreamServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UpstreamServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UpstreamServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new upstream. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateUpstreamResponse createUpstream(dev.weir.inference.v1alpha1.CreateUpstreamRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of an upstream, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateUpstreamResponse updateUpstream(dev.weir.inference.v1alpha1.UpdateUpstreamRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one upstream. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetUpstreamResponse getUpstream(dev.weir.inference.v1alpha1.GetUpstreamRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's upstreams, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListUpstreamsResponse listUpstreams(dev.weir.inference.v1alpha1.ListUpstreamsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListUpstreamsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes an upstream and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteUpstreamResponse deleteUpstream(dev.weir.inference.v1alpha1.DeleteUpstreamRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchUpstreamsResponse>
        watchUpstreams(dev.weir.inference.v1alpha1.WatchUpstreamsRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchUpstreamsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service UpstreamService.
   * <pre>
   * Upstreams: the targets that an organization sends to.
   * </pre>
   */
  public static final class UpstreamServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<UpstreamServiceBlockingStub> {
    private UpstreamServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UpstreamServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UpstreamServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new upstream. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateUpstreamResponse createUpstream(dev.weir.inference.v1alpha1.CreateUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of an upstream, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateUpstreamResponse updateUpstream(dev.weir.inference.v1alpha1.UpdateUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one upstream. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetUpstreamResponse getUpstream(dev.weir.inference.v1alpha1.GetUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's upstreams, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListUpstreamsResponse listUpstreams(dev.weir.inference.v1alpha1.ListUpstreamsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListUpstreamsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes an upstream and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteUpstreamResponse deleteUpstream(dev.weir.inference.v1alpha1.DeleteUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteUpstreamMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchUpstreamsResponse> watchUpstreams(
        dev.weir.inference.v1alpha1.WatchUpstreamsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchUpstreamsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service UpstreamService.
   * <pre>
   * Upstreams: the targets that an organization sends to.
   * </pre>
   */
  public static final class UpstreamServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<UpstreamServiceFutureStub> {
    private UpstreamServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UpstreamServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UpstreamServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new upstream. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateUpstreamResponse> createUpstream(
        dev.weir.inference.v1alpha1.CreateUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateUpstreamMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of an upstream, or the fields that `update_mask` names.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateUpstreamResponse> updateUpstream(
        dev.weir.inference.v1alpha1.UpdateUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateUpstreamMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one upstream. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetUpstreamResponse> getUpstream(
        dev.weir.inference.v1alpha1.GetUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetUpstreamMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the organization's upstreams, oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListUpstreamsResponse> listUpstreams(
        dev.weir.inference.v1alpha1.ListUpstreamsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListUpstreamsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes an upstream and answers its last state.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteUpstreamResponse> deleteUpstream(
        dev.weir.inference.v1alpha1.DeleteUpstreamRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteUpstreamMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_UPSTREAM = 0;
  private static final int METHODID_UPDATE_UPSTREAM = 1;
  private static final int METHODID_GET_UPSTREAM = 2;
  private static final int METHODID_LIST_UPSTREAMS = 3;
  private static final int METHODID_DELETE_UPSTREAM = 4;
  private static final int METHODID_WATCH_UPSTREAMS = 5;

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
        case METHODID_CREATE_UPSTREAM:
          serviceImpl.createUpstream((dev.weir.inference.v1alpha1.CreateUpstreamRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateUpstreamResponse>) responseObserver);
          break;
        case METHODID_UPDATE_UPSTREAM:
          serviceImpl.updateUpstream((dev.weir.inference.v1alpha1.UpdateUpstreamRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateUpstreamResponse>) responseObserver);
          break;
        case METHODID_GET_UPSTREAM:
          serviceImpl.getUpstream((dev.weir.inference.v1alpha1.GetUpstreamRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetUpstreamResponse>) responseObserver);
          break;
        case METHODID_LIST_UPSTREAMS:
          serviceImpl.listUpstreams((dev.weir.inference.v1alpha1.ListUpstreamsRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListUpstreamsResponse>) responseObserver);
          break;
        case METHODID_DELETE_UPSTREAM:
          serviceImpl.deleteUpstream((dev.weir.inference.v1alpha1.DeleteUpstreamRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteUpstreamResponse>) responseObserver);
          break;
        case METHODID_WATCH_UPSTREAMS:
          serviceImpl.watchUpstreams((dev.weir.inference.v1alpha1.WatchUpstreamsRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchUpstreamsResponse>) responseObserver);
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
          getCreateUpstreamMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateUpstreamRequest,
              dev.weir.inference.v1alpha1.CreateUpstreamResponse>(
                service, METHODID_CREATE_UPSTREAM)))
        .addMethod(
          getUpdateUpstreamMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateUpstreamRequest,
              dev.weir.inference.v1alpha1.UpdateUpstreamResponse>(
                service, METHODID_UPDATE_UPSTREAM)))
        .addMethod(
          getGetUpstreamMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetUpstreamRequest,
              dev.weir.inference.v1alpha1.GetUpstreamResponse>(
                service, METHODID_GET_UPSTREAM)))
        .addMethod(
          getListUpstreamsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListUpstreamsRequest,
              dev.weir.inference.v1alpha1.ListUpstreamsResponse>(
                service, METHODID_LIST_UPSTREAMS)))
        .addMethod(
          getDeleteUpstreamMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteUpstreamRequest,
              dev.weir.inference.v1alpha1.DeleteUpstreamResponse>(
                service, METHODID_DELETE_UPSTREAM)))
        .addMethod(
          getWatchUpstreamsMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchUpstreamsRequest,
              dev.weir.inference.v1alpha1.WatchUpstreamsResponse>(
                service, METHODID_WATCH_UPSTREAMS)))
        .build();
  }

  private static abstract class UpstreamServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    UpstreamServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.UpstreamServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("UpstreamService");
    }
  }

  private static final class UpstreamServiceFileDescriptorSupplier
      extends UpstreamServiceBaseDescriptorSupplier {
    UpstreamServiceFileDescriptorSupplier() {}
  }

  private static final class UpstreamServiceMethodDescriptorSupplier
      extends UpstreamServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    UpstreamServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (UpstreamServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new UpstreamServiceFileDescriptorSupplier())
              .addMethod(getCreateUpstreamMethod())
              .addMethod(getUpdateUpstreamMethod())
              .addMethod(getGetUpstreamMethod())
              .addMethod(getListUpstreamsMethod())
              .addMethod(getDeleteUpstreamMethod())
              .addMethod(getWatchUpstreamsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
