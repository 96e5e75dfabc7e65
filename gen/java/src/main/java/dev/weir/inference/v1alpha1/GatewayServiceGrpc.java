package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Gateways: the endpoints of an organization.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class GatewayServiceGrpc {

  private GatewayServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.GatewayService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateGatewayRequest,
      dev.weir.inference.v1alpha1.CreateGatewayResponse> getCreateGatewayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateGateway",
      requestType = dev.weir.inference.v1alpha1.CreateGatewayRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateGatewayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateGatewayRequest,
      dev.weir.inference.v1alpha1.CreateGatewayResponse> getCreateGatewayMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateGatewayRequest, dev.weir.inference.v1alpha1.CreateGatewayResponse> getCreateGatewayMethod;
    if ((getCreateGatewayMethod = GatewayServiceGrpc.getCreateGatewayMethod) == null) {
      synchronized (GatewayServiceGrpc.class) {
        if ((getCreateGatewayMethod = GatewayServiceGrpc.getCreateGatewayMethod) == null) {
          GatewayServiceGrpc.getCreateGatewayMethod = getCreateGatewayMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateGatewayRequest, dev.weir.inference.v1alpha1.CreateGatewayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateGateway"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateGatewayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateGatewayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new GatewayServiceMethodDescriptorSupplier("CreateGateway"))
              .build();
        }
      }
    }
    return getCreateGatewayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateGatewayRequest,
      dev.weir.inference.v1alpha1.UpdateGatewayResponse> getUpdateGatewayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateGateway",
      requestType = dev.weir.inference.v1alpha1.UpdateGatewayRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateGatewayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateGatewayRequest,
      dev.weir.inference.v1alpha1.UpdateGatewayResponse> getUpdateGatewayMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateGatewayRequest, dev.weir.inference.v1alpha1.UpdateGatewayResponse> getUpdateGatewayMethod;
    if ((getUpdateGatewayMethod = GatewayServiceGrpc.getUpdateGatewayMethod) == null) {
      synchronized (GatewayServiceGrpc.class) {
        if ((getUpdateGatewayMethod = GatewayServiceGrpc.getUpdateGatewayMethod) == null) {
          GatewayServiceGrpc.getUpdateGatewayMethod = getUpdateGatewayMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateGatewayRequest, dev.weir.inference.v1alpha1.UpdateGatewayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateGateway"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateGatewayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateGatewayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new GatewayServiceMethodDescriptorSupplier("UpdateGateway"))
              .build();
        }
      }
    }
    return getUpdateGatewayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetGatewayRequest,
      dev.weir.inference.v1alpha1.GetGatewayResponse> getGetGatewayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetGateway",
      requestType = dev.weir.inference.v1alpha1.GetGatewayRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetGatewayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetGatewayRequest,
      dev.weir.inference.v1alpha1.GetGatewayResponse> getGetGatewayMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetGatewayRequest, dev.weir.inference.v1alpha1.GetGatewayResponse> getGetGatewayMethod;
    if ((getGetGatewayMethod = GatewayServiceGrpc.getGetGatewayMethod) == null) {
      synchronized (GatewayServiceGrpc.class) {
        if ((getGetGatewayMethod = GatewayServiceGrpc.getGetGatewayMethod) == null) {
          GatewayServiceGrpc.getGetGatewayMethod = getGetGatewayMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetGatewayRequest, dev.weir.inference.v1alpha1.GetGatewayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetGateway"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetGatewayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetGatewayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new GatewayServiceMethodDescriptorSupplier("GetGateway"))
              .build();
        }
      }
    }
    return getGetGatewayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListGatewaysRequest,
      dev.weir.inference.v1alpha1.ListGatewaysResponse> getListGatewaysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListGateways",
      requestType = dev.weir.inference.v1alpha1.ListGatewaysRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListGatewaysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListGatewaysRequest,
      dev.weir.inference.v1alpha1.ListGatewaysResponse> getListGatewaysMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListGatewaysRequest, dev.weir.inference.v1alpha1.ListGatewaysResponse> getListGatewaysMethod;
    if ((getListGatewaysMethod = GatewayServiceGrpc.getListGatewaysMethod) == null) {
      synchronized (GatewayServiceGrpc.class) {
        if ((getListGatewaysMethod = GatewayServiceGrpc.getListGatewaysMethod) == null) {
          GatewayServiceGrpc.getListGatewaysMethod = getListGatewaysMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListGatewaysRequest, dev.weir.inference.v1alpha1.ListGatewaysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListGateways"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListGatewaysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListGatewaysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new GatewayServiceMethodDescriptorSupplier("ListGateways"))
              .build();
        }
      }
    }
    return getListGatewaysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteGatewayRequest,
      dev.weir.inference.v1alpha1.DeleteGatewayResponse> getDeleteGatewayMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteGateway",
      requestType = dev.weir.inference.v1alpha1.DeleteGatewayRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteGatewayResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteGatewayRequest,
      dev.weir.inference.v1alpha1.DeleteGatewayResponse> getDeleteGatewayMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteGatewayRequest, dev.weir.inference.v1alpha1.DeleteGatewayResponse> getDeleteGatewayMethod;
    if ((getDeleteGatewayMethod = GatewayServiceGrpc.getDeleteGatewayMethod) == null) {
      synchronized (GatewayServiceGrpc.class) {
        if ((getDeleteGatewayMethod = GatewayServiceGrpc.getDeleteGatewayMethod) == null) {
          GatewayServiceGrpc.getDeleteGatewayMethod = getDeleteGatewayMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteGatewayRequest, dev.weir.inference.v1alpha1.DeleteGatewayResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteGateway"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteGatewayRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteGatewayResponse.getDefaultInstance()))
              .setSchemaDescriptor(new GatewayServiceMethodDescriptorSupplier("DeleteGateway"))
              .build();
        }
      }
    }
    return getDeleteGatewayMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchGatewaysRequest,
      dev.weir.inference.v1alpha1.WatchGatewaysResponse> getWatchGatewaysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchGateways",
      requestType = dev.weir.inference.v1alpha1.WatchGatewaysRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchGatewaysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchGatewaysRequest,
      dev.weir.inference.v1alpha1.WatchGatewaysResponse> getWatchGatewaysMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchGatewaysRequest, dev.weir.inference.v1alpha1.WatchGatewaysResponse> getWatchGatewaysMethod;
    if ((getWatchGatewaysMethod = GatewayServiceGrpc.getWatchGatewaysMethod) == null) {
      synchronized (GatewayServiceGrpc.class) {
        if ((getWatchGatewaysMethod = GatewayServiceGrpc.getWatchGatewaysMethod) == null) {
          GatewayServiceGrpc.getWatchGatewaysMethod = getWatchGatewaysMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchGatewaysRequest, dev.weir.inference.v1alpha1.WatchGatewaysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchGateways"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchGatewaysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchGatewaysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new GatewayServiceMethodDescriptorSupplier("WatchGateways"))
              .build();
        }
      }
    }
    return getWatchGatewaysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetGatewayParametersRequest,
      dev.weir.inference.v1alpha1.GetGatewayParametersResponse> getGetGatewayParametersMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetGatewayParameters",
      requestType = dev.weir.inference.v1alpha1.GetGatewayParametersRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetGatewayParametersResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetGatewayParametersRequest,
      dev.weir.inference.v1alpha1.GetGatewayParametersResponse> getGetGatewayParametersMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetGatewayParametersRequest, dev.weir.inference.v1alpha1.GetGatewayParametersResponse> getGetGatewayParametersMethod;
    if ((getGetGatewayParametersMethod = GatewayServiceGrpc.getGetGatewayParametersMethod) == null) {
      synchronized (GatewayServiceGrpc.class) {
        if ((getGetGatewayParametersMethod = GatewayServiceGrpc.getGetGatewayParametersMethod) == null) {
          GatewayServiceGrpc.getGetGatewayParametersMethod = getGetGatewayParametersMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetGatewayParametersRequest, dev.weir.inference.v1alpha1.GetGatewayParametersResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetGatewayParameters"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetGatewayParametersRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetGatewayParametersResponse.getDefaultInstance()))
              .setSchemaDescriptor(new GatewayServiceMethodDescriptorSupplier("GetGatewayParameters"))
              .build();
        }
      }
    }
    return getGetGatewayParametersMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static GatewayServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<GatewayServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<GatewayServiceStub>() {
        @java.lang.Override
        public GatewayServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new GatewayServiceStub(channel, callOptions);
        }
      };
    return GatewayServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static GatewayServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<GatewayServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<GatewayServiceBlockingV2Stub>() {
        @java.lang.Override
        public GatewayServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new GatewayServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return GatewayServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static GatewayServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<GatewayServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<GatewayServiceBlockingStub>() {
        @java.lang.Override
        public GatewayServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new GatewayServiceBlockingStub(channel, callOptions);
        }
      };
    return GatewayServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static GatewayServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<GatewayServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<GatewayServiceFutureStub>() {
        @java.lang.Override
        public GatewayServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new GatewayServiceFutureStub(channel, callOptions);
        }
      };
    return GatewayServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Gateways: the endpoints of an organization.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new gateway. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    default void createGateway(dev.weir.inference.v1alpha1.CreateGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateGatewayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateGatewayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a gateway, or the fields that `update_mask` names.
     * </pre>
     */
    default void updateGateway(dev.weir.inference.v1alpha1.UpdateGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateGatewayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateGatewayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one gateway. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    default void getGateway(dev.weir.inference.v1alpha1.GetGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetGatewayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetGatewayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's gateways, oldest first.
     * </pre>
     */
    default void listGateways(dev.weir.inference.v1alpha1.ListGatewaysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListGatewaysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListGatewaysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a gateway and answers its last state.
     * </pre>
     */
    default void deleteGateway(dev.weir.inference.v1alpha1.DeleteGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteGatewayResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteGatewayMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    default void watchGateways(dev.weir.inference.v1alpha1.WatchGatewaysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchGatewaysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchGatewaysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers what a gateway may be declared with.
     * </pre>
     */
    default void getGatewayParameters(dev.weir.inference.v1alpha1.GetGatewayParametersRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetGatewayParametersResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetGatewayParametersMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service GatewayService.
   * <pre>
   * Gateways: the endpoints of an organization.
   * </pre>
   */
  public static abstract class GatewayServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return GatewayServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service GatewayService.
   * <pre>
   * Gateways: the endpoints of an organization.
   * </pre>
   */
  public static final class GatewayServiceStub
      extends io.grpc.stub.AbstractAsyncStub<GatewayServiceStub> {
    private GatewayServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected GatewayServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new GatewayServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new gateway. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public void createGateway(dev.weir.inference.v1alpha1.CreateGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateGatewayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateGatewayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a gateway, or the fields that `update_mask` names.
     * </pre>
     */
    public void updateGateway(dev.weir.inference.v1alpha1.UpdateGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateGatewayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateGatewayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one gateway. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public void getGateway(dev.weir.inference.v1alpha1.GetGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetGatewayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetGatewayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's gateways, oldest first.
     * </pre>
     */
    public void listGateways(dev.weir.inference.v1alpha1.ListGatewaysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListGatewaysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListGatewaysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a gateway and answers its last state.
     * </pre>
     */
    public void deleteGateway(dev.weir.inference.v1alpha1.DeleteGatewayRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteGatewayResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteGatewayMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public void watchGateways(dev.weir.inference.v1alpha1.WatchGatewaysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchGatewaysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchGatewaysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers what a gateway may be declared with.
     * </pre>
     */
    public void getGatewayParameters(dev.weir.inference.v1alpha1.GetGatewayParametersRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetGatewayParametersResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetGatewayParametersMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service GatewayService.
   * <pre>
   * Gateways: the endpoints of an organization.
   * </pre>
   */
  public static final class GatewayServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<GatewayServiceBlockingV2Stub> {
    private GatewayServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected GatewayServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new GatewayServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new gateway. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateGatewayResponse createGateway(dev.weir.inference.v1alpha1.CreateGatewayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a gateway, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateGatewayResponse updateGateway(dev.weir.inference.v1alpha1.UpdateGatewayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one gateway. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetGatewayResponse getGateway(dev.weir.inference.v1alpha1.GetGatewayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's gateways, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListGatewaysResponse listGateways(dev.weir.inference.v1alpha1.ListGatewaysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListGatewaysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a gateway and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteGatewayResponse deleteGateway(dev.weir.inference.v1alpha1.DeleteGatewayRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchGatewaysResponse>
        watchGateways(dev.weir.inference.v1alpha1.WatchGatewaysRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchGatewaysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers what a gateway may be declared with.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetGatewayParametersResponse getGatewayParameters(dev.weir.inference.v1alpha1.GetGatewayParametersRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetGatewayParametersMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service GatewayService.
   * <pre>
   * Gateways: the endpoints of an organization.
   * </pre>
   */
  public static final class GatewayServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<GatewayServiceBlockingStub> {
    private GatewayServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected GatewayServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new GatewayServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new gateway. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateGatewayResponse createGateway(dev.weir.inference.v1alpha1.CreateGatewayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a gateway, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateGatewayResponse updateGateway(dev.weir.inference.v1alpha1.UpdateGatewayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one gateway. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetGatewayResponse getGateway(dev.weir.inference.v1alpha1.GetGatewayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's gateways, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListGatewaysResponse listGateways(dev.weir.inference.v1alpha1.ListGatewaysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListGatewaysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a gateway and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteGatewayResponse deleteGateway(dev.weir.inference.v1alpha1.DeleteGatewayRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteGatewayMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchGatewaysResponse> watchGateways(
        dev.weir.inference.v1alpha1.WatchGatewaysRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchGatewaysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers what a gateway may be declared with.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetGatewayParametersResponse getGatewayParameters(dev.weir.inference.v1alpha1.GetGatewayParametersRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetGatewayParametersMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service GatewayService.
   * <pre>
   * Gateways: the endpoints of an organization.
   * </pre>
   */
  public static final class GatewayServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<GatewayServiceFutureStub> {
    private GatewayServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected GatewayServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new GatewayServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new gateway. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateGatewayResponse> createGateway(
        dev.weir.inference.v1alpha1.CreateGatewayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateGatewayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of a gateway, or the fields that `update_mask` names.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateGatewayResponse> updateGateway(
        dev.weir.inference.v1alpha1.UpdateGatewayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateGatewayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one gateway. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetGatewayResponse> getGateway(
        dev.weir.inference.v1alpha1.GetGatewayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetGatewayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the organization's gateways, oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListGatewaysResponse> listGateways(
        dev.weir.inference.v1alpha1.ListGatewaysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListGatewaysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a gateway and answers its last state.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteGatewayResponse> deleteGateway(
        dev.weir.inference.v1alpha1.DeleteGatewayRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteGatewayMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers what a gateway may be declared with.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetGatewayParametersResponse> getGatewayParameters(
        dev.weir.inference.v1alpha1.GetGatewayParametersRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetGatewayParametersMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_GATEWAY = 0;
  private static final int METHODID_UPDATE_GATEWAY = 1;
  private static final int METHODID_GET_GATEWAY = 2;
  private static final int METHODID_LIST_GATEWAYS = 3;
  private static final int METHODID_DELETE_GATEWAY = 4;
  private static final int METHODID_WATCH_GATEWAYS = 5;
  private static final int METHODID_GET_GATEWAY_PARAMETERS = 6;

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
        case METHODID_CREATE_GATEWAY:
          serviceImpl.createGateway((dev.weir.inference.v1alpha1.CreateGatewayRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateGatewayResponse>) responseObserver);
          break;
        case METHODID_UPDATE_GATEWAY:
          serviceImpl.updateGateway((dev.weir.inference.v1alpha1.UpdateGatewayRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateGatewayResponse>) responseObserver);
          break;
        case METHODID_GET_GATEWAY:
          serviceImpl.getGateway((dev.weir.inference.v1alpha1.GetGatewayRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetGatewayResponse>) responseObserver);
          break;
        case METHODID_LIST_GATEWAYS:
          serviceImpl.listGateways((dev.weir.inference.v1alpha1.ListGatewaysRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListGatewaysResponse>) responseObserver);
          break;
        case METHODID_DELETE_GATEWAY:
          serviceImpl.deleteGateway((dev.weir.inference.v1alpha1.DeleteGatewayRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteGatewayResponse>) responseObserver);
          break;
        case METHODID_WATCH_GATEWAYS:
          serviceImpl.watchGateways((dev.weir.inference.v1alpha1.WatchGatewaysRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchGatewaysResponse>) responseObserver);
          break;
        case METHODID_GET_GATEWAY_PARAMETERS:
          serviceImpl.getGatewayParameters((dev.weir.inference.v1alpha1.GetGatewayParametersRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetGatewayParametersResponse>) responseObserver);
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
          getCreateGatewayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateGatewayRequest,
              dev.weir.inference.v1alpha1.CreateGatewayResponse>(
                service, METHODID_CREATE_GATEWAY)))
        .addMethod(
          getUpdateGatewayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateGatewayRequest,
              dev.weir.inference.v1alpha1.UpdateGatewayResponse>(
                service, METHODID_UPDATE_GATEWAY)))
        .addMethod(
          getGetGatewayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetGatewayRequest,
              dev.weir.inference.v1alpha1.GetGatewayResponse>(
                service, METHODID_GET_GATEWAY)))
        .addMethod(
          getListGatewaysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListGatewaysRequest,
              dev.weir.inference.v1alpha1.ListGatewaysResponse>(
                service, METHODID_LIST_GATEWAYS)))
        .addMethod(
          getDeleteGatewayMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteGatewayRequest,
              dev.weir.inference.v1alpha1.DeleteGatewayResponse>(
                service, METHODID_DELETE_GATEWAY)))
        .addMethod(
          getWatchGatewaysMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchGatewaysRequest,
              dev.weir.inference.v1alpha1.WatchGatewaysResponse>(
                service, METHODID_WATCH_GATEWAYS)))
        .addMethod(
          getGetGatewayParametersMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetGatewayParametersRequest,
              dev.weir.inference.v1alpha1.GetGatewayParametersResponse>(
                service, METHODID_GET_GATEWAY_PARAMETERS)))
        .build();
  }

  private static abstract class GatewayServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    GatewayServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.GatewayServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("GatewayService");
    }
  }

  private static final class GatewayServiceFileDescriptorSupplier
      extends GatewayServiceBaseDescriptorSupplier {
    GatewayServiceFileDescriptorSupplier() {}
  }

  private static final class GatewayServiceMethodDescriptorSupplier
      extends GatewayServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    GatewayServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (GatewayServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new GatewayServiceFileDescriptorSupplier())
              .addMethod(getCreateGatewayMethod())
              .addMethod(getUpdateGatewayMethod())
              .addMethod(getGetGatewayMethod())
              .addMethod(getListGatewaysMethod())
              .addMethod(getDeleteGatewayMethod())
              .addMethod(getWatchGatewaysMethod())
              .addMethod(getGetGatewayParametersMethod())
              .build();
        }
      }
    }
    return result;
  }
}
