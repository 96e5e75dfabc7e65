package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Custom endpoints: accounts with providers of HTTP APIs, served as they are.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CustomEndpointServiceGrpc {

  private CustomEndpointServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.CustomEndpointService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateCustomEndpointRequest,
      dev.weir.inference.v1alpha1.CreateCustomEndpointResponse> getCreateCustomEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateCustomEndpoint",
      requestType = dev.weir.inference.v1alpha1.CreateCustomEndpointRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateCustomEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateCustomEndpointRequest,
      dev.weir.inference.v1alpha1.CreateCustomEndpointResponse> getCreateCustomEndpointMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateCustomEndpointRequest, dev.weir.inference.v1alpha1.CreateCustomEndpointResponse> getCreateCustomEndpointMethod;
    if ((getCreateCustomEndpointMethod = CustomEndpointServiceGrpc.getCreateCustomEndpointMethod) == null) {
      synchronized (CustomEndpointServiceGrpc.class) {
        if ((getCreateCustomEndpointMethod = CustomEndpointServiceGrpc.getCreateCustomEndpointMethod) == null) {
          CustomEndpointServiceGrpc.getCreateCustomEndpointMethod = getCreateCustomEndpointMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateCustomEndpointRequest, dev.weir.inference.v1alpha1.CreateCustomEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateCustomEndpoint"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateCustomEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateCustomEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CustomEndpointServiceMethodDescriptorSupplier("CreateCustomEndpoint"))
              .build();
        }
      }
    }
    return getCreateCustomEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest,
      dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse> getUpdateCustomEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateCustomEndpoint",
      requestType = dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest,
      dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse> getUpdateCustomEndpointMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest, dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse> getUpdateCustomEndpointMethod;
    if ((getUpdateCustomEndpointMethod = CustomEndpointServiceGrpc.getUpdateCustomEndpointMethod) == null) {
      synchronized (CustomEndpointServiceGrpc.class) {
        if ((getUpdateCustomEndpointMethod = CustomEndpointServiceGrpc.getUpdateCustomEndpointMethod) == null) {
          CustomEndpointServiceGrpc.getUpdateCustomEndpointMethod = getUpdateCustomEndpointMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest, dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateCustomEndpoint"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CustomEndpointServiceMethodDescriptorSupplier("UpdateCustomEndpoint"))
              .build();
        }
      }
    }
    return getUpdateCustomEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetCustomEndpointRequest,
      dev.weir.inference.v1alpha1.GetCustomEndpointResponse> getGetCustomEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCustomEndpoint",
      requestType = dev.weir.inference.v1alpha1.GetCustomEndpointRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetCustomEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetCustomEndpointRequest,
      dev.weir.inference.v1alpha1.GetCustomEndpointResponse> getGetCustomEndpointMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetCustomEndpointRequest, dev.weir.inference.v1alpha1.GetCustomEndpointResponse> getGetCustomEndpointMethod;
    if ((getGetCustomEndpointMethod = CustomEndpointServiceGrpc.getGetCustomEndpointMethod) == null) {
      synchronized (CustomEndpointServiceGrpc.class) {
        if ((getGetCustomEndpointMethod = CustomEndpointServiceGrpc.getGetCustomEndpointMethod) == null) {
          CustomEndpointServiceGrpc.getGetCustomEndpointMethod = getGetCustomEndpointMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetCustomEndpointRequest, dev.weir.inference.v1alpha1.GetCustomEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCustomEndpoint"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetCustomEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetCustomEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CustomEndpointServiceMethodDescriptorSupplier("GetCustomEndpoint"))
              .build();
        }
      }
    }
    return getGetCustomEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListCustomEndpointsRequest,
      dev.weir.inference.v1alpha1.ListCustomEndpointsResponse> getListCustomEndpointsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCustomEndpoints",
      requestType = dev.weir.inference.v1alpha1.ListCustomEndpointsRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListCustomEndpointsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListCustomEndpointsRequest,
      dev.weir.inference.v1alpha1.ListCustomEndpointsResponse> getListCustomEndpointsMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListCustomEndpointsRequest, dev.weir.inference.v1alpha1.ListCustomEndpointsResponse> getListCustomEndpointsMethod;
    if ((getListCustomEndpointsMethod = CustomEndpointServiceGrpc.getListCustomEndpointsMethod) == null) {
      synchronized (CustomEndpointServiceGrpc.class) {
        if ((getListCustomEndpointsMethod = CustomEndpointServiceGrpc.getListCustomEndpointsMethod) == null) {
          CustomEndpointServiceGrpc.getListCustomEndpointsMethod = getListCustomEndpointsMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListCustomEndpointsRequest, dev.weir.inference.v1alpha1.ListCustomEndpointsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCustomEndpoints"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListCustomEndpointsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListCustomEndpointsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CustomEndpointServiceMethodDescriptorSupplier("ListCustomEndpoints"))
              .build();
        }
      }
    }
    return getListCustomEndpointsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest,
      dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse> getDeleteCustomEndpointMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteCustomEndpoint",
      requestType = dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest,
      dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse> getDeleteCustomEndpointMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest, dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse> getDeleteCustomEndpointMethod;
    if ((getDeleteCustomEndpointMethod = CustomEndpointServiceGrpc.getDeleteCustomEndpointMethod) == null) {
      synchronized (CustomEndpointServiceGrpc.class) {
        if ((getDeleteCustomEndpointMethod = CustomEndpointServiceGrpc.getDeleteCustomEndpointMethod) == null) {
          CustomEndpointServiceGrpc.getDeleteCustomEndpointMethod = getDeleteCustomEndpointMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest, dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteCustomEndpoint"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CustomEndpointServiceMethodDescriptorSupplier("DeleteCustomEndpoint"))
              .build();
        }
      }
    }
    return getDeleteCustomEndpointMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest,
      dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse> getWatchCustomEndpointsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchCustomEndpoints",
      requestType = dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest,
      dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse> getWatchCustomEndpointsMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest, dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse> getWatchCustomEndpointsMethod;
    if ((getWatchCustomEndpointsMethod = CustomEndpointServiceGrpc.getWatchCustomEndpointsMethod) == null) {
      synchronized (CustomEndpointServiceGrpc.class) {
        if ((getWatchCustomEndpointsMethod = CustomEndpointServiceGrpc.getWatchCustomEndpointsMethod) == null) {
          CustomEndpointServiceGrpc.getWatchCustomEndpointsMethod = getWatchCustomEndpointsMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest, dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchCustomEndpoints"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CustomEndpointServiceMethodDescriptorSupplier("WatchCustomEndpoints"))
              .build();
        }
      }
    }
    return getWatchCustomEndpointsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CustomEndpointServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceStub>() {
        @java.lang.Override
        public CustomEndpointServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CustomEndpointServiceStub(channel, callOptions);
        }
      };
    return CustomEndpointServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CustomEndpointServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceBlockingV2Stub>() {
        @java.lang.Override
        public CustomEndpointServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CustomEndpointServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CustomEndpointServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CustomEndpointServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceBlockingStub>() {
        @java.lang.Override
        public CustomEndpointServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CustomEndpointServiceBlockingStub(channel, callOptions);
        }
      };
    return CustomEndpointServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CustomEndpointServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CustomEndpointServiceFutureStub>() {
        @java.lang.Override
        public CustomEndpointServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CustomEndpointServiceFutureStub(channel, callOptions);
        }
      };
    return CustomEndpointServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Custom endpoints: accounts with providers of HTTP APIs, served as they are.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new custom endpoint. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    default void createCustomEndpoint(dev.weir.inference.v1alpha1.CreateCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateCustomEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a custom endpoint, or the fields that `update_mask`
     * names. For admins and the endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    default void updateCustomEndpoint(dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateCustomEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one custom endpoint. NOT_FOUND when the caller's organization has no
     * such id, PERMISSION_DENIED when the caller has no role on it.
     * </pre>
     */
    default void getCustomEndpoint(dev.weir.inference.v1alpha1.GetCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCustomEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's custom endpoints on which the caller has a role,
     * oldest first. A page may have fewer items than were asked for.
     * </pre>
     */
    default void listCustomEndpoints(dev.weir.inference.v1alpha1.ListCustomEndpointsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListCustomEndpointsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCustomEndpointsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a custom endpoint and answers its last state. For admins and the
     * endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    default void deleteCustomEndpoint(dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteCustomEndpointMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves, of the
     * custom endpoints on which the caller has a role. The watch of one id ends
     * after its DELETED.
     * </pre>
     */
    default void watchCustomEndpoints(dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchCustomEndpointsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CustomEndpointService.
   * <pre>
   * Custom endpoints: accounts with providers of HTTP APIs, served as they are.
   * </pre>
   */
  public static abstract class CustomEndpointServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CustomEndpointServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CustomEndpointService.
   * <pre>
   * Custom endpoints: accounts with providers of HTTP APIs, served as they are.
   * </pre>
   */
  public static final class CustomEndpointServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CustomEndpointServiceStub> {
    private CustomEndpointServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CustomEndpointServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CustomEndpointServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new custom endpoint. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public void createCustomEndpoint(dev.weir.inference.v1alpha1.CreateCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateCustomEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a custom endpoint, or the fields that `update_mask`
     * names. For admins and the endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public void updateCustomEndpoint(dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateCustomEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one custom endpoint. NOT_FOUND when the caller's organization has no
     * such id, PERMISSION_DENIED when the caller has no role on it.
     * </pre>
     */
    public void getCustomEndpoint(dev.weir.inference.v1alpha1.GetCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCustomEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's custom endpoints on which the caller has a role,
     * oldest first. A page may have fewer items than were asked for.
     * </pre>
     */
    public void listCustomEndpoints(dev.weir.inference.v1alpha1.ListCustomEndpointsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListCustomEndpointsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCustomEndpointsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a custom endpoint and answers its last state. For admins and the
     * endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public void deleteCustomEndpoint(dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteCustomEndpointMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves, of the
     * custom endpoints on which the caller has a role. The watch of one id ends
     * after its DELETED.
     * </pre>
     */
    public void watchCustomEndpoints(dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchCustomEndpointsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CustomEndpointService.
   * <pre>
   * Custom endpoints: accounts with providers of HTTP APIs, served as they are.
   * </pre>
   */
  public static final class CustomEndpointServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CustomEndpointServiceBlockingV2Stub> {
    private CustomEndpointServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CustomEndpointServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CustomEndpointServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new custom endpoint. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateCustomEndpointResponse createCustomEndpoint(dev.weir.inference.v1alpha1.CreateCustomEndpointRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a custom endpoint, or the fields that `update_mask`
     * names. For admins and the endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse updateCustomEndpoint(dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one custom endpoint. NOT_FOUND when the caller's organization has no
     * such id, PERMISSION_DENIED when the caller has no role on it.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetCustomEndpointResponse getCustomEndpoint(dev.weir.inference.v1alpha1.GetCustomEndpointRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's custom endpoints on which the caller has a role,
     * oldest first. A page may have fewer items than were asked for.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListCustomEndpointsResponse listCustomEndpoints(dev.weir.inference.v1alpha1.ListCustomEndpointsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCustomEndpointsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a custom endpoint and answers its last state. For admins and the
     * endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse deleteCustomEndpoint(dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves, of the
     * custom endpoints on which the caller has a role. The watch of one id ends
     * after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse>
        watchCustomEndpoints(dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchCustomEndpointsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CustomEndpointService.
   * <pre>
   * Custom endpoints: accounts with providers of HTTP APIs, served as they are.
   * </pre>
   */
  public static final class CustomEndpointServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CustomEndpointServiceBlockingStub> {
    private CustomEndpointServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CustomEndpointServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CustomEndpointServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new custom endpoint. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateCustomEndpointResponse createCustomEndpoint(dev.weir.inference.v1alpha1.CreateCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a custom endpoint, or the fields that `update_mask`
     * names. For admins and the endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse updateCustomEndpoint(dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one custom endpoint. NOT_FOUND when the caller's organization has no
     * such id, PERMISSION_DENIED when the caller has no role on it.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetCustomEndpointResponse getCustomEndpoint(dev.weir.inference.v1alpha1.GetCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's custom endpoints on which the caller has a role,
     * oldest first. A page may have fewer items than were asked for.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListCustomEndpointsResponse listCustomEndpoints(dev.weir.inference.v1alpha1.ListCustomEndpointsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCustomEndpointsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a custom endpoint and answers its last state. For admins and the
     * endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse deleteCustomEndpoint(dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteCustomEndpointMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves, of the
     * custom endpoints on which the caller has a role. The watch of one id ends
     * after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse> watchCustomEndpoints(
        dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchCustomEndpointsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CustomEndpointService.
   * <pre>
   * Custom endpoints: accounts with providers of HTTP APIs, served as they are.
   * </pre>
   */
  public static final class CustomEndpointServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CustomEndpointServiceFutureStub> {
    private CustomEndpointServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CustomEndpointServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CustomEndpointServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new custom endpoint. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateCustomEndpointResponse> createCustomEndpoint(
        dev.weir.inference.v1alpha1.CreateCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateCustomEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of a custom endpoint, or the fields that `update_mask`
     * names. For admins and the endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse> updateCustomEndpoint(
        dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateCustomEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one custom endpoint. NOT_FOUND when the caller's organization has no
     * such id, PERMISSION_DENIED when the caller has no role on it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetCustomEndpointResponse> getCustomEndpoint(
        dev.weir.inference.v1alpha1.GetCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCustomEndpointMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the organization's custom endpoints on which the caller has a role,
     * oldest first. A page may have fewer items than were asked for.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListCustomEndpointsResponse> listCustomEndpoints(
        dev.weir.inference.v1alpha1.ListCustomEndpointsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCustomEndpointsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a custom endpoint and answers its last state. For admins and the
     * endpoint's managers; else PERMISSION_DENIED.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse> deleteCustomEndpoint(
        dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteCustomEndpointMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_CUSTOM_ENDPOINT = 0;
  private static final int METHODID_UPDATE_CUSTOM_ENDPOINT = 1;
  private static final int METHODID_GET_CUSTOM_ENDPOINT = 2;
  private static final int METHODID_LIST_CUSTOM_ENDPOINTS = 3;
  private static final int METHODID_DELETE_CUSTOM_ENDPOINT = 4;
  private static final int METHODID_WATCH_CUSTOM_ENDPOINTS = 5;

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
        case METHODID_CREATE_CUSTOM_ENDPOINT:
          serviceImpl.createCustomEndpoint((dev.weir.inference.v1alpha1.CreateCustomEndpointRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateCustomEndpointResponse>) responseObserver);
          break;
        case METHODID_UPDATE_CUSTOM_ENDPOINT:
          serviceImpl.updateCustomEndpoint((dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse>) responseObserver);
          break;
        case METHODID_GET_CUSTOM_ENDPOINT:
          serviceImpl.getCustomEndpoint((dev.weir.inference.v1alpha1.GetCustomEndpointRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetCustomEndpointResponse>) responseObserver);
          break;
        case METHODID_LIST_CUSTOM_ENDPOINTS:
          serviceImpl.listCustomEndpoints((dev.weir.inference.v1alpha1.ListCustomEndpointsRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListCustomEndpointsResponse>) responseObserver);
          break;
        case METHODID_DELETE_CUSTOM_ENDPOINT:
          serviceImpl.deleteCustomEndpoint((dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse>) responseObserver);
          break;
        case METHODID_WATCH_CUSTOM_ENDPOINTS:
          serviceImpl.watchCustomEndpoints((dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse>) responseObserver);
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
          getCreateCustomEndpointMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateCustomEndpointRequest,
              dev.weir.inference.v1alpha1.CreateCustomEndpointResponse>(
                service, METHODID_CREATE_CUSTOM_ENDPOINT)))
        .addMethod(
          getUpdateCustomEndpointMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateCustomEndpointRequest,
              dev.weir.inference.v1alpha1.UpdateCustomEndpointResponse>(
                service, METHODID_UPDATE_CUSTOM_ENDPOINT)))
        .addMethod(
          getGetCustomEndpointMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetCustomEndpointRequest,
              dev.weir.inference.v1alpha1.GetCustomEndpointResponse>(
                service, METHODID_GET_CUSTOM_ENDPOINT)))
        .addMethod(
          getListCustomEndpointsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListCustomEndpointsRequest,
              dev.weir.inference.v1alpha1.ListCustomEndpointsResponse>(
                service, METHODID_LIST_CUSTOM_ENDPOINTS)))
        .addMethod(
          getDeleteCustomEndpointMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteCustomEndpointRequest,
              dev.weir.inference.v1alpha1.DeleteCustomEndpointResponse>(
                service, METHODID_DELETE_CUSTOM_ENDPOINT)))
        .addMethod(
          getWatchCustomEndpointsMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchCustomEndpointsRequest,
              dev.weir.inference.v1alpha1.WatchCustomEndpointsResponse>(
                service, METHODID_WATCH_CUSTOM_ENDPOINTS)))
        .build();
  }

  private static abstract class CustomEndpointServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CustomEndpointServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.CustomEndpointServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CustomEndpointService");
    }
  }

  private static final class CustomEndpointServiceFileDescriptorSupplier
      extends CustomEndpointServiceBaseDescriptorSupplier {
    CustomEndpointServiceFileDescriptorSupplier() {}
  }

  private static final class CustomEndpointServiceMethodDescriptorSupplier
      extends CustomEndpointServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CustomEndpointServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CustomEndpointServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CustomEndpointServiceFileDescriptorSupplier())
              .addMethod(getCreateCustomEndpointMethod())
              .addMethod(getUpdateCustomEndpointMethod())
              .addMethod(getGetCustomEndpointMethod())
              .addMethod(getListCustomEndpointsMethod())
              .addMethod(getDeleteCustomEndpointMethod())
              .addMethod(getWatchCustomEndpointsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
