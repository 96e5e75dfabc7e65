package dev.weir.inference.v1alpha1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * API keys: what opens a gateway.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ApiKeyServiceGrpc {

  private ApiKeyServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "weir.inference.v1alpha1.ApiKeyService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateApiKeyRequest,
      dev.weir.inference.v1alpha1.CreateApiKeyResponse> getCreateApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateApiKey",
      requestType = dev.weir.inference.v1alpha1.CreateApiKeyRequest.class,
      responseType = dev.weir.inference.v1alpha1.CreateApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateApiKeyRequest,
      dev.weir.inference.v1alpha1.CreateApiKeyResponse> getCreateApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.CreateApiKeyRequest, dev.weir.inference.v1alpha1.CreateApiKeyResponse> getCreateApiKeyMethod;
    if ((getCreateApiKeyMethod = ApiKeyServiceGrpc.getCreateApiKeyMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getCreateApiKeyMethod = ApiKeyServiceGrpc.getCreateApiKeyMethod) == null) {
          ApiKeyServiceGrpc.getCreateApiKeyMethod = getCreateApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.CreateApiKeyRequest, dev.weir.inference.v1alpha1.CreateApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.CreateApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("CreateApiKey"))
              .build();
        }
      }
    }
    return getCreateApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateApiKeyRequest,
      dev.weir.inference.v1alpha1.UpdateApiKeyResponse> getUpdateApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateApiKey",
      requestType = dev.weir.inference.v1alpha1.UpdateApiKeyRequest.class,
      responseType = dev.weir.inference.v1alpha1.UpdateApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateApiKeyRequest,
      dev.weir.inference.v1alpha1.UpdateApiKeyResponse> getUpdateApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.UpdateApiKeyRequest, dev.weir.inference.v1alpha1.UpdateApiKeyResponse> getUpdateApiKeyMethod;
    if ((getUpdateApiKeyMethod = ApiKeyServiceGrpc.getUpdateApiKeyMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getUpdateApiKeyMethod = ApiKeyServiceGrpc.getUpdateApiKeyMethod) == null) {
          ApiKeyServiceGrpc.getUpdateApiKeyMethod = getUpdateApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.UpdateApiKeyRequest, dev.weir.inference.v1alpha1.UpdateApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateApiKey"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.UpdateApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("UpdateApiKey"))
              .build();
        }
      }
    }
    return getUpdateApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetApiKeyRequest,
      dev.weir.inference.v1alpha1.GetApiKeyResponse> getGetApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetApiKey",
      requestType = dev.weir.inference.v1alpha1.GetApiKeyRequest.class,
      responseType = dev.weir.inference.v1alpha1.GetApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetApiKeyRequest,
      dev.weir.inference.v1alpha1.GetApiKeyResponse> getGetApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.GetApiKeyRequest, dev.weir.inference.v1alpha1.GetApiKeyResponse> getGetApiKeyMethod;
    if ((getGetApiKeyMethod = ApiKeyServiceGrpc.getGetApiKeyMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getGetApiKeyMethod = ApiKeyServiceGrpc.getGetApiKeyMethod) == null) {
          ApiKeyServiceGrpc.getGetApiKeyMethod = getGetApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.GetApiKeyRequest, dev.weir.inference.v1alpha1.GetApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetApiKey"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.GetApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("GetApiKey"))
              .build();
        }
      }
    }
    return getGetApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListApiKeysRequest,
      dev.weir.inference.v1alpha1.ListApiKeysResponse> getListApiKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListApiKeys",
      requestType = dev.weir.inference.v1alpha1.ListApiKeysRequest.class,
      responseType = dev.weir.inference.v1alpha1.ListApiKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListApiKeysRequest,
      dev.weir.inference.v1alpha1.ListApiKeysResponse> getListApiKeysMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.ListApiKeysRequest, dev.weir.inference.v1alpha1.ListApiKeysResponse> getListApiKeysMethod;
    if ((getListApiKeysMethod = ApiKeyServiceGrpc.getListApiKeysMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getListApiKeysMethod = ApiKeyServiceGrpc.getListApiKeysMethod) == null) {
          ApiKeyServiceGrpc.getListApiKeysMethod = getListApiKeysMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.ListApiKeysRequest, dev.weir.inference.v1alpha1.ListApiKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListApiKeys"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListApiKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.ListApiKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("ListApiKeys"))
              .build();
        }
      }
    }
    return getListApiKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteApiKeyRequest,
      dev.weir.inference.v1alpha1.DeleteApiKeyResponse> getDeleteApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteApiKey",
      requestType = dev.weir.inference.v1alpha1.DeleteApiKeyRequest.class,
      responseType = dev.weir.inference.v1alpha1.DeleteApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteApiKeyRequest,
      dev.weir.inference.v1alpha1.DeleteApiKeyResponse> getDeleteApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.DeleteApiKeyRequest, dev.weir.inference.v1alpha1.DeleteApiKeyResponse> getDeleteApiKeyMethod;
    if ((getDeleteApiKeyMethod = ApiKeyServiceGrpc.getDeleteApiKeyMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getDeleteApiKeyMethod = ApiKeyServiceGrpc.getDeleteApiKeyMethod) == null) {
          ApiKeyServiceGrpc.getDeleteApiKeyMethod = getDeleteApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.DeleteApiKeyRequest, dev.weir.inference.v1alpha1.DeleteApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteApiKey"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.DeleteApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("DeleteApiKey"))
              .build();
        }
      }
    }
    return getDeleteApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchApiKeysRequest,
      dev.weir.inference.v1alpha1.WatchApiKeysResponse> getWatchApiKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchApiKeys",
      requestType = dev.weir.inference.v1alpha1.WatchApiKeysRequest.class,
      responseType = dev.weir.inference.v1alpha1.WatchApiKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchApiKeysRequest,
      dev.weir.inference.v1alpha1.WatchApiKeysResponse> getWatchApiKeysMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.WatchApiKeysRequest, dev.weir.inference.v1alpha1.WatchApiKeysResponse> getWatchApiKeysMethod;
    if ((getWatchApiKeysMethod = ApiKeyServiceGrpc.getWatchApiKeysMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getWatchApiKeysMethod = ApiKeyServiceGrpc.getWatchApiKeysMethod) == null) {
          ApiKeyServiceGrpc.getWatchApiKeysMethod = getWatchApiKeysMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.WatchApiKeysRequest, dev.weir.inference.v1alpha1.WatchApiKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchApiKeys"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchApiKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.WatchApiKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("WatchApiKeys"))
              .build();
        }
      }
    }
    return getWatchApiKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RotateApiKeyRequest,
      dev.weir.inference.v1alpha1.RotateApiKeyResponse> getRotateApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateApiKey",
      requestType = dev.weir.inference.v1alpha1.RotateApiKeyRequest.class,
      responseType = dev.weir.inference.v1alpha1.RotateApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RotateApiKeyRequest,
      dev.weir.inference.v1alpha1.RotateApiKeyResponse> getRotateApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RotateApiKeyRequest, dev.weir.inference.v1alpha1.RotateApiKeyResponse> getRotateApiKeyMethod;
    if ((getRotateApiKeyMethod = ApiKeyServiceGrpc.getRotateApiKeyMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getRotateApiKeyMethod = ApiKeyServiceGrpc.getRotateApiKeyMethod) == null) {
          ApiKeyServiceGrpc.getRotateApiKeyMethod = getRotateApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.RotateApiKeyRequest, dev.weir.inference.v1alpha1.RotateApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.RotateApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.RotateApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("RotateApiKey"))
              .build();
        }
      }
    }
    return getRotateApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RevokeApiKeyRequest,
      dev.weir.inference.v1alpha1.RevokeApiKeyResponse> getRevokeApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeApiKey",
      requestType = dev.weir.inference.v1alpha1.RevokeApiKeyRequest.class,
      responseType = dev.weir.inference.v1alpha1.RevokeApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RevokeApiKeyRequest,
      dev.weir.inference.v1alpha1.RevokeApiKeyResponse> getRevokeApiKeyMethod() {
    io.grpc.MethodDescriptor<dev.weir.inference.v1alpha1.RevokeApiKeyRequest, dev.weir.inference.v1alpha1.RevokeApiKeyResponse> getRevokeApiKeyMethod;
    if ((getRevokeApiKeyMethod = ApiKeyServiceGrpc.getRevokeApiKeyMethod) == null) {
      synchronized (ApiKeyServiceGrpc.class) {
        if ((getRevokeApiKeyMethod = ApiKeyServiceGrpc.getRevokeApiKeyMethod) == null) {
          ApiKeyServiceGrpc.getRevokeApiKeyMethod = getRevokeApiKeyMethod =
              io.grpc.MethodDescriptor.<dev.weir.inference.v1alpha1.RevokeApiKeyRequest, dev.weir.inference.v1alpha1.RevokeApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeApiKey"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.RevokeApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.weir.inference.v1alpha1.RevokeApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApiKeyServiceMethodDescriptorSupplier("RevokeApiKey"))
              .build();
        }
      }
    }
    return getRevokeApiKeyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ApiKeyServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceStub>() {
        @java.lang.Override
        public ApiKeyServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApiKeyServiceStub(channel, callOptions);
        }
      };
    return ApiKeyServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ApiKeyServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceBlockingV2Stub>() {
        @java.lang.Override
        public ApiKeyServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApiKeyServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ApiKeyServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ApiKeyServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceBlockingStub>() {
        @java.lang.Override
        public ApiKeyServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApiKeyServiceBlockingStub(channel, callOptions);
        }
      };
    return ApiKeyServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ApiKeyServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApiKeyServiceFutureStub>() {
        @java.lang.Override
        public ApiKeyServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApiKeyServiceFutureStub(channel, callOptions);
        }
      };
    return ApiKeyServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * API keys: what opens a gateway.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a new key and answers its secret, once. ALREADY_EXISTS when its id is
     * taken.
     * </pre>
     */
    default void createApiKey(dev.weir.inference.v1alpha1.CreateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a key, or the fields that `update_mask` names. The
     * secret stays.
     * </pre>
     */
    default void updateApiKey(dev.weir.inference.v1alpha1.UpdateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers one key, without its secret. NOT_FOUND when the gateway has no such
     * id.
     * </pre>
     */
    default void getApiKey(dev.weir.inference.v1alpha1.GetApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the gateway's keys, oldest first.
     * </pre>
     */
    default void listApiKeys(dev.weir.inference.v1alpha1.ListApiKeysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListApiKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListApiKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a key and answers its last state. What it used stays in the usage.
     * </pre>
     */
    default void deleteApiKey(dev.weir.inference.v1alpha1.DeleteApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    default void watchApiKeys(dev.weir.inference.v1alpha1.WatchApiKeysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchApiKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchApiKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a key a new secret, and answers it, once. The present one goes on
     * working for a time, the one before that no longer.
     * </pre>
     */
    default void rotateApiKey(dev.weir.inference.v1alpha1.RotateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RotateApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes a key's secrets back for good. The key itself stays, to be looked up.
     * </pre>
     */
    default void revokeApiKey(dev.weir.inference.v1alpha1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeApiKeyMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ApiKeyService.
   * <pre>
   * API keys: what opens a gateway.
   * </pre>
   */
  public static abstract class ApiKeyServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ApiKeyServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ApiKeyService.
   * <pre>
   * API keys: what opens a gateway.
   * </pre>
   */
  public static final class ApiKeyServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ApiKeyServiceStub> {
    private ApiKeyServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApiKeyServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApiKeyServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new key and answers its secret, once. ALREADY_EXISTS when its id is
     * taken.
     * </pre>
     */
    public void createApiKey(dev.weir.inference.v1alpha1.CreateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the spec of a key, or the fields that `update_mask` names. The
     * secret stays.
     * </pre>
     */
    public void updateApiKey(dev.weir.inference.v1alpha1.UpdateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers one key, without its secret. NOT_FOUND when the gateway has no such
     * id.
     * </pre>
     */
    public void getApiKey(dev.weir.inference.v1alpha1.GetApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the gateway's keys, oldest first.
     * </pre>
     */
    public void listApiKeys(dev.weir.inference.v1alpha1.ListApiKeysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListApiKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListApiKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a key and answers its last state. What it used stays in the usage.
     * </pre>
     */
    public void deleteApiKey(dev.weir.inference.v1alpha1.DeleteApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public void watchApiKeys(dev.weir.inference.v1alpha1.WatchApiKeysRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchApiKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchApiKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a key a new secret, and answers it, once. The present one goes on
     * working for a time, the one before that no longer.
     * </pre>
     */
    public void rotateApiKey(dev.weir.inference.v1alpha1.RotateApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RotateApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes a key's secrets back for good. The key itself stays, to be looked up.
     * </pre>
     */
    public void revokeApiKey(dev.weir.inference.v1alpha1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ApiKeyService.
   * <pre>
   * API keys: what opens a gateway.
   * </pre>
   */
  public static final class ApiKeyServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ApiKeyServiceBlockingV2Stub> {
    private ApiKeyServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApiKeyServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApiKeyServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new key and answers its secret, once. ALREADY_EXISTS when its id is
     * taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateApiKeyResponse createApiKey(dev.weir.inference.v1alpha1.CreateApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a key, or the fields that `update_mask` names. The
     * secret stays.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateApiKeyResponse updateApiKey(dev.weir.inference.v1alpha1.UpdateApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one key, without its secret. NOT_FOUND when the gateway has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetApiKeyResponse getApiKey(dev.weir.inference.v1alpha1.GetApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the gateway's keys, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListApiKeysResponse listApiKeys(dev.weir.inference.v1alpha1.ListApiKeysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a key and answers its last state. What it used stays in the usage.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteApiKeyResponse deleteApiKey(dev.weir.inference.v1alpha1.DeleteApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.weir.inference.v1alpha1.WatchApiKeysResponse>
        watchApiKeys(dev.weir.inference.v1alpha1.WatchApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a key a new secret, and answers it, once. The present one goes on
     * working for a time, the one before that no longer.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.RotateApiKeyResponse rotateApiKey(dev.weir.inference.v1alpha1.RotateApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes a key's secrets back for good. The key itself stays, to be looked up.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.RevokeApiKeyResponse revokeApiKey(dev.weir.inference.v1alpha1.RevokeApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ApiKeyService.
   * <pre>
   * API keys: what opens a gateway.
   * </pre>
   */
  public static final class ApiKeyServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ApiKeyServiceBlockingStub> {
    private ApiKeyServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApiKeyServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApiKeyServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new key and answers its secret, once. ALREADY_EXISTS when its id is
     * taken.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.CreateApiKeyResponse createApiKey(dev.weir.inference.v1alpha1.CreateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the spec of a key, or the fields that `update_mask` names. The
     * secret stays.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.UpdateApiKeyResponse updateApiKey(dev.weir.inference.v1alpha1.UpdateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers one key, without its secret. NOT_FOUND when the gateway has no such
     * id.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.GetApiKeyResponse getApiKey(dev.weir.inference.v1alpha1.GetApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the gateway's keys, oldest first.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.ListApiKeysResponse listApiKeys(dev.weir.inference.v1alpha1.ListApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a key and answers its last state. What it used stays in the usage.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.DeleteApiKeyResponse deleteApiKey(dev.weir.inference.v1alpha1.DeleteApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers the present state, then each change until the caller leaves. The
     * watch of one id ends after its DELETED.
     * </pre>
     */
    public java.util.Iterator<dev.weir.inference.v1alpha1.WatchApiKeysResponse> watchApiKeys(
        dev.weir.inference.v1alpha1.WatchApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a key a new secret, and answers it, once. The present one goes on
     * working for a time, the one before that no longer.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.RotateApiKeyResponse rotateApiKey(dev.weir.inference.v1alpha1.RotateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes a key's secrets back for good. The key itself stays, to be looked up.
     * </pre>
     */
    public dev.weir.inference.v1alpha1.RevokeApiKeyResponse revokeApiKey(dev.weir.inference.v1alpha1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ApiKeyService.
   * <pre>
   * API keys: what opens a gateway.
   * </pre>
   */
  public static final class ApiKeyServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ApiKeyServiceFutureStub> {
    private ApiKeyServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApiKeyServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApiKeyServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a new key and answers its secret, once. ALREADY_EXISTS when its id is
     * taken.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.CreateApiKeyResponse> createApiKey(
        dev.weir.inference.v1alpha1.CreateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the spec of a key, or the fields that `update_mask` names. The
     * secret stays.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.UpdateApiKeyResponse> updateApiKey(
        dev.weir.inference.v1alpha1.UpdateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers one key, without its secret. NOT_FOUND when the gateway has no such
     * id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.GetApiKeyResponse> getApiKey(
        dev.weir.inference.v1alpha1.GetApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers the gateway's keys, oldest first.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.ListApiKeysResponse> listApiKeys(
        dev.weir.inference.v1alpha1.ListApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListApiKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a key and answers its last state. What it used stays in the usage.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.DeleteApiKeyResponse> deleteApiKey(
        dev.weir.inference.v1alpha1.DeleteApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a key a new secret, and answers it, once. The present one goes on
     * working for a time, the one before that no longer.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.RotateApiKeyResponse> rotateApiKey(
        dev.weir.inference.v1alpha1.RotateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes a key's secrets back for good. The key itself stays, to be looked up.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.weir.inference.v1alpha1.RevokeApiKeyResponse> revokeApiKey(
        dev.weir.inference.v1alpha1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_API_KEY = 0;
  private static final int METHODID_UPDATE_API_KEY = 1;
  private static final int METHODID_GET_API_KEY = 2;
  private static final int METHODID_LIST_API_KEYS = 3;
  private static final int METHODID_DELETE_API_KEY = 4;
  private static final int METHODID_WATCH_API_KEYS = 5;
  private static final int METHODID_ROTATE_API_KEY = 6;
  private static final int METHODID_REVOKE_API_KEY = 7;

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
        case METHODID_CREATE_API_KEY:
          serviceImpl.createApiKey((dev.weir.inference.v1alpha1.CreateApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.CreateApiKeyResponse>) responseObserver);
          break;
        case METHODID_UPDATE_API_KEY:
          serviceImpl.updateApiKey((dev.weir.inference.v1alpha1.UpdateApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.UpdateApiKeyResponse>) responseObserver);
          break;
        case METHODID_GET_API_KEY:
          serviceImpl.getApiKey((dev.weir.inference.v1alpha1.GetApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.GetApiKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_API_KEYS:
          serviceImpl.listApiKeys((dev.weir.inference.v1alpha1.ListApiKeysRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.ListApiKeysResponse>) responseObserver);
          break;
        case METHODID_DELETE_API_KEY:
          serviceImpl.deleteApiKey((dev.weir.inference.v1alpha1.DeleteApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.DeleteApiKeyResponse>) responseObserver);
          break;
        case METHODID_WATCH_API_KEYS:
          serviceImpl.watchApiKeys((dev.weir.inference.v1alpha1.WatchApiKeysRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.WatchApiKeysResponse>) responseObserver);
          break;
        case METHODID_ROTATE_API_KEY:
          serviceImpl.rotateApiKey((dev.weir.inference.v1alpha1.RotateApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RotateApiKeyResponse>) responseObserver);
          break;
        case METHODID_REVOKE_API_KEY:
          serviceImpl.revokeApiKey((dev.weir.inference.v1alpha1.RevokeApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.weir.inference.v1alpha1.RevokeApiKeyResponse>) responseObserver);
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
          getCreateApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.CreateApiKeyRequest,
              dev.weir.inference.v1alpha1.CreateApiKeyResponse>(
                service, METHODID_CREATE_API_KEY)))
        .addMethod(
          getUpdateApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.UpdateApiKeyRequest,
              dev.weir.inference.v1alpha1.UpdateApiKeyResponse>(
                service, METHODID_UPDATE_API_KEY)))
        .addMethod(
          getGetApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.GetApiKeyRequest,
              dev.weir.inference.v1alpha1.GetApiKeyResponse>(
                service, METHODID_GET_API_KEY)))
        .addMethod(
          getListApiKeysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.ListApiKeysRequest,
              dev.weir.inference.v1alpha1.ListApiKeysResponse>(
                service, METHODID_LIST_API_KEYS)))
        .addMethod(
          getDeleteApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.DeleteApiKeyRequest,
              dev.weir.inference.v1alpha1.DeleteApiKeyResponse>(
                service, METHODID_DELETE_API_KEY)))
        .addMethod(
          getWatchApiKeysMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.WatchApiKeysRequest,
              dev.weir.inference.v1alpha1.WatchApiKeysResponse>(
                service, METHODID_WATCH_API_KEYS)))
        .addMethod(
          getRotateApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.RotateApiKeyRequest,
              dev.weir.inference.v1alpha1.RotateApiKeyResponse>(
                service, METHODID_ROTATE_API_KEY)))
        .addMethod(
          getRevokeApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.weir.inference.v1alpha1.RevokeApiKeyRequest,
              dev.weir.inference.v1alpha1.RevokeApiKeyResponse>(
                service, METHODID_REVOKE_API_KEY)))
        .build();
  }

  private static abstract class ApiKeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ApiKeyServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.weir.inference.v1alpha1.ApiKeyServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ApiKeyService");
    }
  }

  private static final class ApiKeyServiceFileDescriptorSupplier
      extends ApiKeyServiceBaseDescriptorSupplier {
    ApiKeyServiceFileDescriptorSupplier() {}
  }

  private static final class ApiKeyServiceMethodDescriptorSupplier
      extends ApiKeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ApiKeyServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ApiKeyServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ApiKeyServiceFileDescriptorSupplier())
              .addMethod(getCreateApiKeyMethod())
              .addMethod(getUpdateApiKeyMethod())
              .addMethod(getGetApiKeyMethod())
              .addMethod(getListApiKeysMethod())
              .addMethod(getDeleteApiKeyMethod())
              .addMethod(getWatchApiKeysMethod())
              .addMethod(getRotateApiKeyMethod())
              .addMethod(getRevokeApiKeyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
