package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Services: typed backends on upstreams, for rules to route to.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ServiceServiceGrpc {

  private ServiceServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.ServiceService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateServiceRequest,
      dev.weir.inference.v1alpha1.CreateServiceResponse> getCreateServiceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateService",
      requestType = dev.weir.inference.v1alpha1.CreateServiceRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateServiceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateServiceRequest,
      dev.weir.inference.v1alpha1.CreateServiceResponse> getCreateServiceMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateServiceRequest, dev.weir.inference.v1alpha1.CreateServiceResponse> getCreateServiceMethod;
    if ((getCreateServiceMethod = ServiceServiceGrpc.getCreateServiceMethod) == null) {
      synchronized (ServiceServiceGrpc.class) {
        if ((getCreateServiceMethod = ServiceServiceGrpc.getCreateServiceMethod) == null) {
          ServiceServiceGrpc.getCreateServiceMethod = getCreateServiceMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateServiceRequest, dev.weir.inference.v1alpha1.CreateServiceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateService"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateServiceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateServiceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServiceServiceMethodDescriptorSupplier("CreateService"))
              .build();
        }
      }
    }
    return getCreateServiceMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateServiceRequest,
      dev.weir.inference.v1alpha1.UpdateServiceResponse> getUpdateServiceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateService",
      requestType = dev.weir.inference.v1alpha1.UpdateServiceRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateServiceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateServiceRequest,
      dev.weir.inference.v1alpha1.UpdateServiceResponse> getUpdateServiceMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateServiceRequest, dev.weir.inference.v1alpha1.UpdateServiceResponse> getUpdateServiceMethod;
    if ((getUpdateServiceMethod = ServiceServiceGrpc.getUpdateServiceMethod) == null) {
      synchronized (ServiceServiceGrpc.class) {
        if ((getUpdateServiceMethod = ServiceServiceGrpc.getUpdateServiceMethod) == null) {
          ServiceServiceGrpc.getUpdateServiceMethod = getUpdateServiceMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateServiceRequest, dev.weir.inference.v1alpha1.UpdateServiceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateService"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateServiceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateServiceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServiceServiceMethodDescriptorSupplier("UpdateService"))
              .build();
        }
      }
    }
    return getUpdateServiceMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetServiceRequest,
      dev.weir.inference.v1alpha1.GetServiceResponse> getGetServiceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetService",
      requestType = dev.weir.inference.v1alpha1.GetServiceRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetServiceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetServiceRequest,
      dev.weir.inference.v1alpha1.GetServiceResponse> getGetServiceMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetServiceRequest, dev.weir.inference.v1alpha1.GetServiceResponse> getGetServiceMethod;
    if ((getGetServiceMethod = ServiceServiceGrpc.getGetServiceMethod) == null) {
      synchronized (ServiceServiceGrpc.class) {
        if ((getGetServiceMethod = ServiceServiceGrpc.getGetServiceMethod) == null) {
          ServiceServiceGrpc.getGetServiceMethod = getGetServiceMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetServiceRequest, dev.weir.inference.v1alpha1.GetServiceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetService"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetServiceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetServiceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServiceServiceMethodDescriptorSupplier("GetService"))
              .build();
        }
      }
    }
    return getGetServiceMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListServicesRequest,
      dev.weir.inference.v1alpha1.ListServicesResponse> getListServicesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListServices",
      requestType = dev.weir.inference.v1alpha1.ListServicesRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListServicesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListServicesRequest,
      dev.weir.inference.v1alpha1.ListServicesResponse> getListServicesMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListServicesRequest, dev.weir.inference.v1alpha1.ListServicesResponse> getListServicesMethod;
    if ((getListServicesMethod = ServiceServiceGrpc.getListServicesMethod) == null) {
      synchronized (ServiceServiceGrpc.class) {
        if ((getListServicesMethod = ServiceServiceGrpc.getListServicesMethod) == null) {
          ServiceServiceGrpc.getListServicesMethod = getListServicesMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListServicesRequest, dev.weir.inference.v1alpha1.ListServicesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListServices"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListServicesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListServicesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServiceServiceMethodDescriptorSupplier("ListServices"))
              .build();
        }
      }
    }
    return getListServicesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteServiceRequest,
      dev.weir.inference.v1alpha1.DeleteServiceResponse> getDeleteServiceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteService",
      requestType = dev.weir.inference.v1alpha1.DeleteServiceRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteServiceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteServiceRequest,
      dev.weir.inference.v1alpha1.DeleteServiceResponse> getDeleteServiceMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteServiceRequest, dev.weir.inference.v1alpha1.DeleteServiceResponse> getDeleteServiceMethod;
    if ((getDeleteServiceMethod = ServiceServiceGrpc.getDeleteServiceMethod) == null) {
      synchronized (ServiceServiceGrpc.class) {
        if ((getDeleteServiceMethod = ServiceServiceGrpc.getDeleteServiceMethod) == null) {
          ServiceServiceGrpc.getDeleteServiceMethod = getDeleteServiceMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteServiceRequest, dev.weir.inference.v1alpha1.DeleteServiceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteService"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteServiceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteServiceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServiceServiceMethodDescriptorSupplier("DeleteService"))
              .build();
        }
      }
    }
    return getDeleteServiceMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchServicesRequest,
      dev.weir.inference.v1alpha1.WatchServicesResponse> getWatchServicesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchServices",
      requestType = dev.weir.inference.v1alpha1.WatchServicesRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchServicesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchServicesRequest,
      dev.weir.inference.v1alpha1.WatchServicesResponse> getWatchServicesMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchServicesRequest, dev.weir.inference.v1alpha1.WatchServicesResponse> getWatchServicesMethod;
    if ((getWatchServicesMethod = ServiceServiceGrpc.getWatchServicesMethod) == null) {
      synchronized (ServiceServiceGrpc.class) {
        if ((getWatchServicesMethod = ServiceServiceGrpc.getWatchServicesMethod) == null) {
          ServiceServiceGrpc.getWatchServicesMethod = getWatchServicesMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchServicesRequest, dev.weir.inference.v1alpha1.WatchServicesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchServices"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchServicesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchServicesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ServiceServiceMethodDescriptorSupplier("WatchServices"))
              .build();
        }
      }
    }
    return getWatchServicesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ServiceServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ServiceServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ServiceServiceStub>() {
        @java.lang.Override
        public ServiceServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ServiceServiceStub(channel, callOptions);
        }
      };
    return ServiceServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ServiceServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ServiceServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ServiceServiceBlockingV2Stub>() {
        @java.lang.Override
        public ServiceServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ServiceServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ServiceServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ServiceServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ServiceServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ServiceServiceBlockingStub>() {
        @java.lang.Override
        public ServiceServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ServiceServiceBlockingStub(channel, callOptions);
        }
      };
    return ServiceServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ServiceServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ServiceServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ServiceServiceFutureStub>() {
        @java.lang.Override
        public ServiceServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ServiceServiceFutureStub(channel, callOptions);
        }
      };
    return ServiceServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Services: typed backends on upstreams, for rules to route to.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new service. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    default void createService(dev.weir.inference.v1alpha1.CreateServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateServiceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateServiceMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a service, or the fields that `update_mask` names.
     * </pre>
     */
    default void updateService(dev.weir.inference.v1alpha1.UpdateServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateServiceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateServiceMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one service. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    default void getService(dev.weir.inference.v1alpha1.GetServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetServiceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetServiceMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's services, oldest first.
     * </pre>
     */
    default void listServices(dev.weir.inference.v1alpha1.ListServicesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListServicesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListServicesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a service and answers its last state.
     * </pre>
     */
    default void deleteService(dev.weir.inference.v1alpha1.DeleteServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteServiceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteServiceMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    default void watchServices(dev.weir.inference.v1alpha1.WatchServicesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchServicesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchServicesMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ServiceService.
   * <pre>
   * Services: typed backends on upstreams, for rules to route to.
   * </pre>
   */
  public static abstract class ServiceServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ServiceServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ServiceService.
   * <pre>
   * Services: typed backends on upstreams, for rules to route to.
   * </pre>
   */
  public static final class ServiceServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ServiceServiceStub> {
    private ServiceServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ServiceServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ServiceServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new service. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public void createService(dev.weir.inference.v1alpha1.CreateServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateServiceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateServiceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a service, or the fields that `update_mask` names.
     * </pre>
     */
    public void updateService(dev.weir.inference.v1alpha1.UpdateServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateServiceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateServiceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one service. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public void getService(dev.weir.inference.v1alpha1.GetServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetServiceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetServiceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's services, oldest first.
     * </pre>
     */
    public void listServices(dev.weir.inference.v1alpha1.ListServicesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListServicesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListServicesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a service and answers its last state.
     * </pre>
     */
    public void deleteService(dev.weir.inference.v1alpha1.DeleteServiceRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteServiceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteServiceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public void watchServices(dev.weir.inference.v1alpha1.WatchServicesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchServicesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchServicesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ServiceService.
   * <pre>
   * Services: typed backends on upstreams, for rules to route to.
   * </pre>
   */
  public static final class ServiceServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ServiceServiceBlockingV2Stub> {
    private ServiceServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ServiceServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ServiceServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new service. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateServiceResponse createService(dev.weir.inference.v1alpha1.CreateServiceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a service, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateServiceResponse updateService(dev.weir.inference.v1alpha1.UpdateServiceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one service. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetServiceResponse getService(dev.weir.inference.v1alpha1.GetServiceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's services, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListServicesResponse listServices(dev.weir.inference.v1alpha1.ListServicesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListServicesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a service and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteServiceResponse deleteService(dev.weir.inference.v1alpha1.DeleteServiceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchServicesResponse>
        watchServices(dev.weir.inference.v1alpha1.WatchServicesRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchServicesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ServiceService.
   * <pre>
   * Services: typed backends on upstreams, for rules to route to.
   * </pre>
   */
  public static final class ServiceServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ServiceServiceBlockingStub> {
    private ServiceServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ServiceServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ServiceServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new service. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateServiceResponse createService(dev.weir.inference.v1alpha1.CreateServiceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a service, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateServiceResponse updateService(dev.weir.inference.v1alpha1.UpdateServiceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one service. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetServiceResponse getService(dev.weir.inference.v1alpha1.GetServiceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's services, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListServicesResponse listServices(dev.weir.inference.v1alpha1.ListServicesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListServicesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a service and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteServiceResponse deleteService(dev.weir.inference.v1alpha1.DeleteServiceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteServiceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchServicesResponse> watchServices(
        dev.weir.inference.v1alpha1.WatchServicesRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchServicesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ServiceService.
   * <pre>
   * Services: typed backends on upstreams, for rules to route to.
   * </pre>
   */
  public static final class ServiceServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ServiceServiceFutureStub> {
    private ServiceServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ServiceServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ServiceServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new service. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateServiceResponse> createService(
        dev.weir.inference.v1alpha1.CreateServiceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateServiceMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of a service, or the fields that `update_mask` names.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateServiceResponse> updateService(
        dev.weir.inference.v1alpha1.UpdateServiceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateServiceMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one service. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetServiceResponse> getService(
        dev.weir.inference.v1alpha1.GetServiceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetServiceMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the organization's services, oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListServicesResponse> listServices(
        dev.weir.inference.v1alpha1.ListServicesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListServicesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a service and answers its last state.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteServiceResponse> deleteService(
        dev.weir.inference.v1alpha1.DeleteServiceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteServiceMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_SERVICE = 0;
  private static final int METHODID_UPDATE_SERVICE = 1;
  private static final int METHODID_GET_SERVICE = 2;
  private static final int METHODID_LIST_SERVICES = 3;
  private static final int METHODID_DELETE_SERVICE = 4;
  private static final int METHODID_WATCH_SERVICES = 5;

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
        case METHODID_CREATE_SERVICE:
          serviceImpl.createService((dev.weir.inference.v1alpha1.CreateServiceRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateServiceResponse>) responseObserver);
          break;
        case METHODID_UPDATE_SERVICE:
          serviceImpl.updateService((dev.weir.inference.v1alpha1.UpdateServiceRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateServiceResponse>) responseObserver);
          break;
        case METHODID_GET_SERVICE:
          serviceImpl.getService((dev.weir.inference.v1alpha1.GetServiceRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetServiceResponse>) responseObserver);
          break;
        case METHODID_LIST_SERVICES:
          serviceImpl.listServices((dev.weir.inference.v1alpha1.ListServicesRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListServicesResponse>) responseObserver);
          break;
        case METHODID_DELETE_SERVICE:
          serviceImpl.deleteService((dev.weir.inference.v1alpha1.DeleteServiceRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteServiceResponse>) responseObserver);
          break;
        case METHODID_WATCH_SERVICES:
          serviceImpl.watchServices((dev.weir.inference.v1alpha1.WatchServicesRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchServicesResponse>) responseObserver);
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
          getCreateServiceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateServiceRequest,
              dev.weir.inference.v1alpha1.CreateServiceResponse>(
                service, METHODID_CREATE_SERVICE)))
        .addMethod(
          getUpdateServiceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateServiceRequest,
              dev.weir.inference.v1alpha1.UpdateServiceResponse>(
                service, METHODID_UPDATE_SERVICE)))
        .addMethod(
          getGetServiceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetServiceRequest,
              dev.weir.inference.v1alpha1.GetServiceResponse>(
                service, METHODID_GET_SERVICE)))
        .addMethod(
          getListServicesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListServicesRequest,
              dev.weir.inference.v1alpha1.ListServicesResponse>(
                service, METHODID_LIST_SERVICES)))
        .addMethod(
          getDeleteServiceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteServiceRequest,
              dev.weir.inference.v1alpha1.DeleteServiceResponse>(
                service, METHODID_DELETE_SERVICE)))
        .addMethod(
          getWatchServicesMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchServicesRequest,
              dev.weir.inference.v1alpha1.WatchServicesResponse>(
                service, METHODID_WATCH_SERVICES)))
        .build();
  }

  private static abstract class ServiceServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ServiceServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.ServiceServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ServiceService");
    }
  }

  private static final class ServiceServiceFileDescriptorSupplier
      extends ServiceServiceBaseDescriptorSupplier {
    ServiceServiceFileDescriptorSupplier() {}
  }

  private static final class ServiceServiceMethodDescriptorSupplier
      extends ServiceServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ServiceServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ServiceServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ServiceServiceFileDescriptorSupplier())
              .addMethod(getCreateServiceMethod())
              .addMethod(getUpdateServiceMethod())
              .addMethod(getGetServiceMethod())
              .addMethod(getListServicesMethod())
              .addMethod(getDeleteServiceMethod())
              .addMethod(getWatchServicesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
