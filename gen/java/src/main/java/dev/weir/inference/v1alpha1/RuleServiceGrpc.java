package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Rules: what requests of a gateway go to which services.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class RuleServiceGrpc {

  private RuleServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.RuleService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateRuleRequest,
      dev.weir.inference.v1alpha1.CreateRuleResponse> getCreateRuleMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateRule",
      requestType = dev.weir.inference.v1alpha1.CreateRuleRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateRuleResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateRuleRequest,
      dev.weir.inference.v1alpha1.CreateRuleResponse> getCreateRuleMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateRuleRequest, dev.weir.inference.v1alpha1.CreateRuleResponse> getCreateRuleMethod;
    if ((getCreateRuleMethod = RuleServiceGrpc.getCreateRuleMethod) == null) {
      synchronized (RuleServiceGrpc.class) {
        if ((getCreateRuleMethod = RuleServiceGrpc.getCreateRuleMethod) == null) {
          RuleServiceGrpc.getCreateRuleMethod = getCreateRuleMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateRuleRequest, dev.weir.inference.v1alpha1.CreateRuleResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateRule"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateRuleRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateRuleResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RuleServiceMethodDescriptorSupplier("CreateRule"))
              .build();
        }
      }
    }
    return getCreateRuleMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateRuleRequest,
      dev.weir.inference.v1alpha1.UpdateRuleResponse> getUpdateRuleMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateRule",
      requestType = dev.weir.inference.v1alpha1.UpdateRuleRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateRuleResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateRuleRequest,
      dev.weir.inference.v1alpha1.UpdateRuleResponse> getUpdateRuleMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateRuleRequest, dev.weir.inference.v1alpha1.UpdateRuleResponse> getUpdateRuleMethod;
    if ((getUpdateRuleMethod = RuleServiceGrpc.getUpdateRuleMethod) == null) {
      synchronized (RuleServiceGrpc.class) {
        if ((getUpdateRuleMethod = RuleServiceGrpc.getUpdateRuleMethod) == null) {
          RuleServiceGrpc.getUpdateRuleMethod = getUpdateRuleMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateRuleRequest, dev.weir.inference.v1alpha1.UpdateRuleResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateRule"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateRuleRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateRuleResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RuleServiceMethodDescriptorSupplier("UpdateRule"))
              .build();
        }
      }
    }
    return getUpdateRuleMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetRuleRequest,
      dev.weir.inference.v1alpha1.GetRuleResponse> getGetRuleMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetRule",
      requestType = dev.weir.inference.v1alpha1.GetRuleRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetRuleResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetRuleRequest,
      dev.weir.inference.v1alpha1.GetRuleResponse> getGetRuleMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetRuleRequest, dev.weir.inference.v1alpha1.GetRuleResponse> getGetRuleMethod;
    if ((getGetRuleMethod = RuleServiceGrpc.getGetRuleMethod) == null) {
      synchronized (RuleServiceGrpc.class) {
        if ((getGetRuleMethod = RuleServiceGrpc.getGetRuleMethod) == null) {
          RuleServiceGrpc.getGetRuleMethod = getGetRuleMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetRuleRequest, dev.weir.inference.v1alpha1.GetRuleResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetRule"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetRuleRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetRuleResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RuleServiceMethodDescriptorSupplier("GetRule"))
              .build();
        }
      }
    }
    return getGetRuleMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListRulesRequest,
      dev.weir.inference.v1alpha1.ListRulesResponse> getListRulesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRules",
      requestType = dev.weir.inference.v1alpha1.ListRulesRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListRulesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListRulesRequest,
      dev.weir.inference.v1alpha1.ListRulesResponse> getListRulesMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListRulesRequest, dev.weir.inference.v1alpha1.ListRulesResponse> getListRulesMethod;
    if ((getListRulesMethod = RuleServiceGrpc.getListRulesMethod) == null) {
      synchronized (RuleServiceGrpc.class) {
        if ((getListRulesMethod = RuleServiceGrpc.getListRulesMethod) == null) {
          RuleServiceGrpc.getListRulesMethod = getListRulesMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListRulesRequest, dev.weir.inference.v1alpha1.ListRulesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRules"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListRulesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListRulesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RuleServiceMethodDescriptorSupplier("ListRules"))
              .build();
        }
      }
    }
    return getListRulesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteRuleRequest,
      dev.weir.inference.v1alpha1.DeleteRuleResponse> getDeleteRuleMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteRule",
      requestType = dev.weir.inference.v1alpha1.DeleteRuleRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteRuleResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteRuleRequest,
      dev.weir.inference.v1alpha1.DeleteRuleResponse> getDeleteRuleMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteRuleRequest, dev.weir.inference.v1alpha1.DeleteRuleResponse> getDeleteRuleMethod;
    if ((getDeleteRuleMethod = RuleServiceGrpc.getDeleteRuleMethod) == null) {
      synchronized (RuleServiceGrpc.class) {
        if ((getDeleteRuleMethod = RuleServiceGrpc.getDeleteRuleMethod) == null) {
          RuleServiceGrpc.getDeleteRuleMethod = getDeleteRuleMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteRuleRequest, dev.weir.inference.v1alpha1.DeleteRuleResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteRule"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteRuleRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteRuleResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RuleServiceMethodDescriptorSupplier("DeleteRule"))
              .build();
        }
      }
    }
    return getDeleteRuleMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchRulesRequest,
      dev.weir.inference.v1alpha1.WatchRulesResponse> getWatchRulesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchRules",
      requestType = dev.weir.inference.v1alpha1.WatchRulesRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchRulesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchRulesRequest,
      dev.weir.inference.v1alpha1.WatchRulesResponse> getWatchRulesMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchRulesRequest, dev.weir.inference.v1alpha1.WatchRulesResponse> getWatchRulesMethod;
    if ((getWatchRulesMethod = RuleServiceGrpc.getWatchRulesMethod) == null) {
      synchronized (RuleServiceGrpc.class) {
        if ((getWatchRulesMethod = RuleServiceGrpc.getWatchRulesMethod) == null) {
          RuleServiceGrpc.getWatchRulesMethod = getWatchRulesMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchRulesRequest, dev.weir.inference.v1alpha1.WatchRulesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchRules"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchRulesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchRulesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new RuleServiceMethodDescriptorSupplier("WatchRules"))
              .build();
        }
      }
    }
    return getWatchRulesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static RuleServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RuleServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RuleServiceStub>() {
        @java.lang.Override
        public RuleServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RuleServiceStub(channel, callOptions);
        }
      };
    return RuleServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static RuleServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RuleServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RuleServiceBlockingV2Stub>() {
        @java.lang.Override
        public RuleServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RuleServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return RuleServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static RuleServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RuleServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RuleServiceBlockingStub>() {
        @java.lang.Override
        public RuleServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RuleServiceBlockingStub(channel, callOptions);
        }
      };
    return RuleServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static RuleServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<RuleServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<RuleServiceFutureStub>() {
        @java.lang.Override
        public RuleServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new RuleServiceFutureStub(channel, callOptions);
        }
      };
    return RuleServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Rules: what requests of a gateway go to which services.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new rule. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    default void createRule(dev.weir.inference.v1alpha1.CreateRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateRuleResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateRuleMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a rule, or the fields that `update_mask` names.
     * </pre>
     */
    default void updateRule(dev.weir.inference.v1alpha1.UpdateRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateRuleResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateRuleMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one rule. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    default void getRule(dev.weir.inference.v1alpha1.GetRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetRuleResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetRuleMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's rules, oldest first.
     * </pre>
     */
    default void listRules(dev.weir.inference.v1alpha1.ListRulesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListRulesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRulesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a rule and answers its last state.
     * </pre>
     */
    default void deleteRule(dev.weir.inference.v1alpha1.DeleteRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteRuleResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteRuleMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    default void watchRules(dev.weir.inference.v1alpha1.WatchRulesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchRulesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchRulesMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service RuleService.
   * <pre>
   * Rules: what requests of a gateway go to which services.
   * </pre>
   */
  public static abstract class RuleServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return RuleServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service RuleService.
   * <pre>
   * Rules: what requests of a gateway go to which services.
   * </pre>
   */
  public static final class RuleServiceStub
      extends io.grpc.stub.AbstractAsyncStub<RuleServiceStub> {
    private RuleServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RuleServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RuleServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new rule. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public void createRule(dev.weir.inference.v1alpha1.CreateRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateRuleResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateRuleMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a rule, or the fields that `update_mask` names.
     * </pre>
     */
    public void updateRule(dev.weir.inference.v1alpha1.UpdateRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateRuleResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateRuleMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one rule. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public void getRule(dev.weir.inference.v1alpha1.GetRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetRuleResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetRuleMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the organization's rules, oldest first.
     * </pre>
     */
    public void listRules(dev.weir.inference.v1alpha1.ListRulesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListRulesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRulesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a rule and answers its last state.
     * </pre>
     */
    public void deleteRule(dev.weir.inference.v1alpha1.DeleteRuleRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteRuleResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteRuleMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public void watchRules(dev.weir.inference.v1alpha1.WatchRulesRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchRulesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchRulesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service RuleService.
   * <pre>
   * Rules: what requests of a gateway go to which services.
   * </pre>
   */
  public static final class RuleServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<RuleServiceBlockingV2Stub> {
    private RuleServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RuleServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RuleServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new rule. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateRuleResponse createRule(dev.weir.inference.v1alpha1.CreateRuleRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a rule, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateRuleResponse updateRule(dev.weir.inference.v1alpha1.UpdateRuleRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one rule. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetRuleResponse getRule(dev.weir.inference.v1alpha1.GetRuleRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's rules, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListRulesResponse listRules(dev.weir.inference.v1alpha1.ListRulesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRulesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a rule and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteRuleResponse deleteRule(dev.weir.inference.v1alpha1.DeleteRuleRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchRulesResponse>
        watchRules(dev.weir.inference.v1alpha1.WatchRulesRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchRulesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service RuleService.
   * <pre>
   * Rules: what requests of a gateway go to which services.
   * </pre>
   */
  public static final class RuleServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<RuleServiceBlockingStub> {
    private RuleServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RuleServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RuleServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new rule. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateRuleResponse createRule(dev.weir.inference.v1alpha1.CreateRuleRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a rule, or the fields that `update_mask` names.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateRuleResponse updateRule(dev.weir.inference.v1alpha1.UpdateRuleRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one rule. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetRuleResponse getRule(dev.weir.inference.v1alpha1.GetRuleRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the organization's rules, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListRulesResponse listRules(dev.weir.inference.v1alpha1.ListRulesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRulesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a rule and answers its last state.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteRuleResponse deleteRule(dev.weir.inference.v1alpha1.DeleteRuleRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteRuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchRulesResponse> watchRules(
        dev.weir.inference.v1alpha1.WatchRulesRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchRulesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service RuleService.
   * <pre>
   * Rules: what requests of a gateway go to which services.
   * </pre>
   */
  public static final class RuleServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<RuleServiceFutureStub> {
    private RuleServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected RuleServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new RuleServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new rule. ALREADY_EXISTS when its id is taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateRuleResponse> createRule(
        dev.weir.inference.v1alpha1.CreateRuleRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateRuleMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of a rule, or the fields that `update_mask` names.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateRuleResponse> updateRule(
        dev.weir.inference.v1alpha1.UpdateRuleRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateRuleMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one rule. NOT_FOUND when the caller's organization has no such
     * id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetRuleResponse> getRule(
        dev.weir.inference.v1alpha1.GetRuleRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetRuleMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the organization's rules, oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListRulesResponse> listRules(
        dev.weir.inference.v1alpha1.ListRulesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRulesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a rule and answers its last state.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteRuleResponse> deleteRule(
        dev.weir.inference.v1alpha1.DeleteRuleRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteRuleMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_RULE = 0;
  private static final int METHODID_UPDATE_RULE = 1;
  private static final int METHODID_GET_RULE = 2;
  private static final int METHODID_LIST_RULES = 3;
  private static final int METHODID_DELETE_RULE = 4;
  private static final int METHODID_WATCH_RULES = 5;

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
        case METHODID_CREATE_RULE:
          serviceImpl.createRule((dev.weir.inference.v1alpha1.CreateRuleRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateRuleResponse>) responseObserver);
          break;
        case METHODID_UPDATE_RULE:
          serviceImpl.updateRule((dev.weir.inference.v1alpha1.UpdateRuleRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateRuleResponse>) responseObserver);
          break;
        case METHODID_GET_RULE:
          serviceImpl.getRule((dev.weir.inference.v1alpha1.GetRuleRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetRuleResponse>) responseObserver);
          break;
        case METHODID_LIST_RULES:
          serviceImpl.listRules((dev.weir.inference.v1alpha1.ListRulesRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListRulesResponse>) responseObserver);
          break;
        case METHODID_DELETE_RULE:
          serviceImpl.deleteRule((dev.weir.inference.v1alpha1.DeleteRuleRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteRuleResponse>) responseObserver);
          break;
        case METHODID_WATCH_RULES:
          serviceImpl.watchRules((dev.weir.inference.v1alpha1.WatchRulesRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchRulesResponse>) responseObserver);
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
          getCreateRuleMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateRuleRequest,
              dev.weir.inference.v1alpha1.CreateRuleResponse>(
                service, METHODID_CREATE_RULE)))
        .addMethod(
          getUpdateRuleMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateRuleRequest,
              dev.weir.inference.v1alpha1.UpdateRuleResponse>(
                service, METHODID_UPDATE_RULE)))
        .addMethod(
          getGetRuleMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetRuleRequest,
              dev.weir.inference.v1alpha1.GetRuleResponse>(
                service, METHODID_GET_RULE)))
        .addMethod(
          getListRulesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListRulesRequest,
              dev.weir.inference.v1alpha1.ListRulesResponse>(
                service, METHODID_LIST_RULES)))
        .addMethod(
          getDeleteRuleMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteRuleRequest,
              dev.weir.inference.v1alpha1.DeleteRuleResponse>(
                service, METHODID_DELETE_RULE)))
        .addMethod(
          getWatchRulesMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchRulesRequest,
              dev.weir.inference.v1alpha1.WatchRulesResponse>(
                service, METHODID_WATCH_RULES)))
        .build();
  }

  private static abstract class RuleServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    RuleServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.RuleServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("RuleService");
    }
  }

  private static final class RuleServiceFileDescriptorSupplier
      extends RuleServiceBaseDescriptorSupplier {
    RuleServiceFileDescriptorSupplier() {}
  }

  private static final class RuleServiceMethodDescriptorSupplier
      extends RuleServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    RuleServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (RuleServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new RuleServiceFileDescriptorSupplier())
              .addMethod(getCreateRuleMethod())
              .addMethod(getUpdateRuleMethod())
              .addMethod(getGetRuleMethod())
              .addMethod(getListRulesMethod())
              .addMethod(getDeleteRuleMethod())
              .addMethod(getWatchRulesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
