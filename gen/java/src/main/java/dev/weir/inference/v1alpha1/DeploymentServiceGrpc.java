package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Deployments: the models that an organization serves.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class DeploymentServiceGrpc {

  private DeploymentServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.DeploymentService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateDeploymentRequest,
      dev.weir.inference.v1alpha1.CreateDeploymentResponse> getCreateDeploymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateDeployment",
      requestType = dev.weir.inference.v1alpha1.CreateDeploymentRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateDeploymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateDeploymentRequest,
      dev.weir.inference.v1alpha1.CreateDeploymentResponse> getCreateDeploymentMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateDeploymentRequest, dev.weir.inference.v1alpha1.CreateDeploymentResponse> getCreateDeploymentMethod;
    if ((getCreateDeploymentMethod = DeploymentServiceGrpc.getCreateDeploymentMethod) == null) {
      synchronized (DeploymentServiceGrpc.class) {
        if ((getCreateDeploymentMethod = DeploymentServiceGrpc.getCreateDeploymentMethod) == null) {
          DeploymentServiceGrpc.getCreateDeploymentMethod = getCreateDeploymentMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateDeploymentRequest, dev.weir.inference.v1alpha1.CreateDeploymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateDeployment"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateDeploymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateDeploymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeploymentServiceMethodDescriptorSupplier("CreateDeployment"))
              .build();
        }
      }
    }
    return getCreateDeploymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateDeploymentRequest,
      dev.weir.inference.v1alpha1.UpdateDeploymentResponse> getUpdateDeploymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateDeployment",
      requestType = dev.weir.inference.v1alpha1.UpdateDeploymentRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateDeploymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateDeploymentRequest,
      dev.weir.inference.v1alpha1.UpdateDeploymentResponse> getUpdateDeploymentMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateDeploymentRequest, dev.weir.inference.v1alpha1.UpdateDeploymentResponse> getUpdateDeploymentMethod;
    if ((getUpdateDeploymentMethod = DeploymentServiceGrpc.getUpdateDeploymentMethod) == null) {
      synchronized (DeploymentServiceGrpc.class) {
        if ((getUpdateDeploymentMethod = DeploymentServiceGrpc.getUpdateDeploymentMethod) == null) {
          DeploymentServiceGrpc.getUpdateDeploymentMethod = getUpdateDeploymentMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateDeploymentRequest, dev.weir.inference.v1alpha1.UpdateDeploymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateDeployment"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateDeploymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateDeploymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeploymentServiceMethodDescriptorSupplier("UpdateDeployment"))
              .build();
        }
      }
    }
    return getUpdateDeploymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetDeploymentRequest,
      dev.weir.inference.v1alpha1.GetDeploymentResponse> getGetDeploymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetDeployment",
      requestType = dev.weir.inference.v1alpha1.GetDeploymentRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetDeploymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetDeploymentRequest,
      dev.weir.inference.v1alpha1.GetDeploymentResponse> getGetDeploymentMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetDeploymentRequest, dev.weir.inference.v1alpha1.GetDeploymentResponse> getGetDeploymentMethod;
    if ((getGetDeploymentMethod = DeploymentServiceGrpc.getGetDeploymentMethod) == null) {
      synchronized (DeploymentServiceGrpc.class) {
        if ((getGetDeploymentMethod = DeploymentServiceGrpc.getGetDeploymentMethod) == null) {
          DeploymentServiceGrpc.getGetDeploymentMethod = getGetDeploymentMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetDeploymentRequest, dev.weir.inference.v1alpha1.GetDeploymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetDeployment"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetDeploymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetDeploymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeploymentServiceMethodDescriptorSupplier("GetDeployment"))
              .build();
        }
      }
    }
    return getGetDeploymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListDeploymentsRequest,
      dev.weir.inference.v1alpha1.ListDeploymentsResponse> getListDeploymentsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListDeployments",
      requestType = dev.weir.inference.v1alpha1.ListDeploymentsRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListDeploymentsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListDeploymentsRequest,
      dev.weir.inference.v1alpha1.ListDeploymentsResponse> getListDeploymentsMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListDeploymentsRequest, dev.weir.inference.v1alpha1.ListDeploymentsResponse> getListDeploymentsMethod;
    if ((getListDeploymentsMethod = DeploymentServiceGrpc.getListDeploymentsMethod) == null) {
      synchronized (DeploymentServiceGrpc.class) {
        if ((getListDeploymentsMethod = DeploymentServiceGrpc.getListDeploymentsMethod) == null) {
          DeploymentServiceGrpc.getListDeploymentsMethod = getListDeploymentsMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListDeploymentsRequest, dev.weir.inference.v1alpha1.ListDeploymentsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListDeployments"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListDeploymentsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListDeploymentsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeploymentServiceMethodDescriptorSupplier("ListDeployments"))
              .build();
        }
      }
    }
    return getListDeploymentsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteDeploymentRequest,
      dev.weir.inference.v1alpha1.DeleteDeploymentResponse> getDeleteDeploymentMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteDeployment",
      requestType = dev.weir.inference.v1alpha1.DeleteDeploymentRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteDeploymentResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteDeploymentRequest,
      dev.weir.inference.v1alpha1.DeleteDeploymentResponse> getDeleteDeploymentMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteDeploymentRequest, dev.weir.inference.v1alpha1.DeleteDeploymentResponse> getDeleteDeploymentMethod;
    if ((getDeleteDeploymentMethod = DeploymentServiceGrpc.getDeleteDeploymentMethod) == null) {
      synchronized (DeploymentServiceGrpc.class) {
        if ((getDeleteDeploymentMethod = DeploymentServiceGrpc.getDeleteDeploymentMethod) == null) {
          DeploymentServiceGrpc.getDeleteDeploymentMethod = getDeleteDeploymentMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteDeploymentRequest, dev.weir.inference.v1alpha1.DeleteDeploymentResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteDeployment"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteDeploymentRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteDeploymentResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeploymentServiceMethodDescriptorSupplier("DeleteDeployment"))
              .build();
        }
      }
    }
    return getDeleteDeploymentMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchDeploymentsRequest,
      dev.weir.inference.v1alpha1.WatchDeploymentsResponse> getWatchDeploymentsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchDeployments",
      requestType = dev.weir.inference.v1alpha1.WatchDeploymentsRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchDeploymentsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchDeploymentsRequest,
      dev.weir.inference.v1alpha1.WatchDeploymentsResponse> getWatchDeploymentsMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchDeploymentsRequest, dev.weir.inference.v1alpha1.WatchDeploymentsResponse> getWatchDeploymentsMethod;
    if ((getWatchDeploymentsMethod = DeploymentServiceGrpc.getWatchDeploymentsMethod) == null) {
      synchronized (DeploymentServiceGrpc.class) {
        if ((getWatchDeploymentsMethod = DeploymentServiceGrpc.getWatchDeploymentsMethod) == null) {
          DeploymentServiceGrpc.getWatchDeploymentsMethod = getWatchDeploymentsMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchDeploymentsRequest, dev.weir.inference.v1alpha1.WatchDeploymentsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchDeployments"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchDeploymentsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchDeploymentsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DeploymentServiceMethodDescriptorSupplier("WatchDeployments"))
              .build();
        }
      }
    }
    return getWatchDeploymentsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static DeploymentServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceStub>() {
        @java.lang.Override
        public DeploymentServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeploymentServiceStub(channel, callOptions);
        }
      };
    return DeploymentServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static DeploymentServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceBlockingV2Stub>() {
        @java.lang.Override
        public DeploymentServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeploymentServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return DeploymentServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static DeploymentServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceBlockingStub>() {
        @java.lang.Override
        public DeploymentServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeploymentServiceBlockingStub(channel, callOptions);
        }
      };
    return DeploymentServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static DeploymentServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DeploymentServiceFutureStub>() {
        @java.lang.Override
        public DeploymentServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DeploymentServiceFutureStub(channel, callOptions);
        }
      };
    return DeploymentServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Deployments: the models that an organization serves.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new deployment. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    default void createDeployment(dev.weir.inference.v1alpha1.CreateDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateDeploymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateDeploymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a deployment, or the fields that `update_mask` names.
     * </pre>
     */
    default void updateDeployment(dev.weir.inference.v1alpha1.UpdateDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateDeploymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateDeploymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one deployment. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    default void getDeployment(dev.weir.inference.v1alpha1.GetDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetDeploymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetDeploymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's deployments, oldest first.
     * </pre>
     */
    default void listDeployments(dev.weir.inference.v1alpha1.ListDeploymentsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListDeploymentsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListDeploymentsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a deployment and answers its last state.
     * </pre>
     */
    default void deleteDeployment(dev.weir.inference.v1alpha1.DeleteDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteDeploymentResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteDeploymentMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    default void watchDeployments(dev.weir.inference.v1alpha1.WatchDeploymentsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchDeploymentsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchDeploymentsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service DeploymentService.
   * <pre>
   * Deployments: the models that an organization serves.
   * </pre>
   */
  public static abstract class DeploymentServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return DeploymentServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service DeploymentService.
   * <pre>
   * Deployments: the models that an organization serves.
   * </pre>
   */
  public static final class DeploymentServiceStub
      extends io.grpc.stub.AbstractAsyncStub<DeploymentServiceStub> {
    private DeploymentServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeploymentServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeploymentServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new deployment. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public void createDeployment(dev.weir.inference.v1alpha1.CreateDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateDeploymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateDeploymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a deployment, or the fields that `update_mask` names.
     * </pre>
     */
    public void updateDeployment(dev.weir.inference.v1alpha1.UpdateDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateDeploymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateDeploymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one deployment. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public void getDeployment(dev.weir.inference.v1alpha1.GetDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetDeploymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetDeploymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's deployments, oldest first.
     * </pre>
     */
    public void listDeployments(dev.weir.inference.v1alpha1.ListDeploymentsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListDeploymentsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListDeploymentsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a deployment and answers its last state.
     * </pre>
     */
    public void deleteDeployment(dev.weir.inference.v1alpha1.DeleteDeploymentRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteDeploymentResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteDeploymentMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public void watchDeployments(dev.weir.inference.v1alpha1.WatchDeploymentsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchDeploymentsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchDeploymentsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service DeploymentService.
   * <pre>
   * Deployments: the models that an organization serves.
   * </pre>
   */
  public static final class DeploymentServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<DeploymentServiceBlockingV2Stub> {
    private DeploymentServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeploymentServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeploymentServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new deployment. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateDeploymentResponse createDeployment(dev.weir.inference.v1alpha1.CreateDeploymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a deployment, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateDeploymentResponse updateDeployment(dev.weir.inference.v1alpha1.UpdateDeploymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one deployment. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetDeploymentResponse getDeployment(dev.weir.inference.v1alpha1.GetDeploymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's deployments, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListDeploymentsResponse listDeployments(dev.weir.inference.v1alpha1.ListDeploymentsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListDeploymentsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a deployment and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteDeploymentResponse deleteDeployment(dev.weir.inference.v1alpha1.DeleteDeploymentRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchDeploymentsResponse>
        watchDeployments(dev.weir.inference.v1alpha1.WatchDeploymentsRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchDeploymentsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service DeploymentService.
   * <pre>
   * Deployments: the models that an organization serves.
   * </pre>
   */
  public static final class DeploymentServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<DeploymentServiceBlockingStub> {
    private DeploymentServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeploymentServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeploymentServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new deployment. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateDeploymentResponse createDeployment(dev.weir.inference.v1alpha1.CreateDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a deployment, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateDeploymentResponse updateDeployment(dev.weir.inference.v1alpha1.UpdateDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one deployment. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetDeploymentResponse getDeployment(dev.weir.inference.v1alpha1.GetDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's deployments, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListDeploymentsResponse listDeployments(dev.weir.inference.v1alpha1.ListDeploymentsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListDeploymentsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a deployment and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteDeploymentResponse deleteDeployment(dev.weir.inference.v1alpha1.DeleteDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteDeploymentMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchDeploymentsResponse> watchDeployments(
        dev.weir.inference.v1alpha1.WatchDeploymentsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchDeploymentsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service DeploymentService.
   * <pre>
   * Deployments: the models that an organization serves.
   * </pre>
   */
  public static final class DeploymentServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<DeploymentServiceFutureStub> {
    private DeploymentServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DeploymentServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DeploymentServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new deployment. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateDeploymentResponse> createDeployment(
        dev.weir.inference.v1alpha1.CreateDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateDeploymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of a deployment, or the fields that `update_mask` names.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateDeploymentResponse> updateDeployment(
        dev.weir.inference.v1alpha1.UpdateDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateDeploymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one deployment. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetDeploymentResponse> getDeployment(
        dev.weir.inference.v1alpha1.GetDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetDeploymentMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the organization's deployments, oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListDeploymentsResponse> listDeployments(
        dev.weir.inference.v1alpha1.ListDeploymentsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListDeploymentsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a deployment and answers its last state.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteDeploymentResponse> deleteDeployment(
        dev.weir.inference.v1alpha1.DeleteDeploymentRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteDeploymentMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_DEPLOYMENT = 0;
  private static final int METHODID_UPDATE_DEPLOYMENT = 1;
  private static final int METHODID_GET_DEPLOYMENT = 2;
  private static final int METHODID_LIST_DEPLOYMENTS = 3;
  private static final int METHODID_DELETE_DEPLOYMENT = 4;
  private static final int METHODID_WATCH_DEPLOYMENTS = 5;

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
        case METHODID_CREATE_DEPLOYMENT:
          serviceImpl.createDeployment((dev.weir.inference.v1alpha1.CreateDeploymentRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateDeploymentResponse>) responseObserver);
          break;
        case METHODID_UPDATE_DEPLOYMENT:
          serviceImpl.updateDeployment((dev.weir.inference.v1alpha1.UpdateDeploymentRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateDeploymentResponse>) responseObserver);
          break;
        case METHODID_GET_DEPLOYMENT:
          serviceImpl.getDeployment((dev.weir.inference.v1alpha1.GetDeploymentRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetDeploymentResponse>) responseObserver);
          break;
        case METHODID_LIST_DEPLOYMENTS:
          serviceImpl.listDeployments((dev.weir.inference.v1alpha1.ListDeploymentsRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListDeploymentsResponse>) responseObserver);
          break;
        case METHODID_DELETE_DEPLOYMENT:
          serviceImpl.deleteDeployment((dev.weir.inference.v1alpha1.DeleteDeploymentRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteDeploymentResponse>) responseObserver);
          break;
        case METHODID_WATCH_DEPLOYMENTS:
          serviceImpl.watchDeployments((dev.weir.inference.v1alpha1.WatchDeploymentsRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchDeploymentsResponse>) responseObserver);
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
          getCreateDeploymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateDeploymentRequest,
              dev.weir.inference.v1alpha1.CreateDeploymentResponse>(
                service, METHODID_CREATE_DEPLOYMENT)))
        .addMethod(
          getUpdateDeploymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateDeploymentRequest,
              dev.weir.inference.v1alpha1.UpdateDeploymentResponse>(
                service, METHODID_UPDATE_DEPLOYMENT)))
        .addMethod(
          getGetDeploymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetDeploymentRequest,
              dev.weir.inference.v1alpha1.GetDeploymentResponse>(
                service, METHODID_GET_DEPLOYMENT)))
        .addMethod(
          getListDeploymentsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListDeploymentsRequest,
              dev.weir.inference.v1alpha1.ListDeploymentsResponse>(
                service, METHODID_LIST_DEPLOYMENTS)))
        .addMethod(
          getDeleteDeploymentMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteDeploymentRequest,
              dev.weir.inference.v1alpha1.DeleteDeploymentResponse>(
                service, METHODID_DELETE_DEPLOYMENT)))
        .addMethod(
          getWatchDeploymentsMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchDeploymentsRequest,
              dev.weir.inference.v1alpha1.WatchDeploymentsResponse>(
                service, METHODID_WATCH_DEPLOYMENTS)))
        .build();
  }

  private static abstract class DeploymentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    DeploymentServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.DeploymentServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("DeploymentService");
    }
  }

  private static final class DeploymentServiceFileDescriptorSupplier
      extends DeploymentServiceBaseDescriptorSupplier {
    DeploymentServiceFileDescriptorSupplier() {}
  }

  private static final class DeploymentServiceMethodDescriptorSupplier
      extends DeploymentServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    DeploymentServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (DeploymentServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new DeploymentServiceFileDescriptorSupplier())
              .addMethod(getCreateDeploymentMethod())
              .addMethod(getUpdateDeploymentMethod())
              .addMethod(getGetDeploymentMethod())
              .addMethod(getListDeploymentsMethod())
              .addMethod(getDeleteDeploymentMethod())
              .addMethod(getWatchDeploymentsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
