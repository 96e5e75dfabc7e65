"""A gateway's life, by grpcio. See ../README.md for what it needs and prints."""

import json
import os
import pathlib
import urllib.error
import urllib.request
from collections.abc import Iterable

import grpc
from google.protobuf.field_mask_pb2 import FieldMask
from google.rpc.error_details_pb2 import BadRequest  # type: ignore[import-untyped]
from grpc_status import rpc_status

from weir.inference.v1alpha1 import deployment_pb2, deployment_service_pb2, deployment_service_pb2_grpc
from weir.inference.v1alpha1 import event_pb2, gateway_pb2, gateway_service_pb2, gateway_service_pb2_grpc
from weir.inference.v1alpha1 import status_pb2, target_pb2

URL = os.environ.get("WEIR_URL", "http://127.0.0.1:7070")
TOKEN = os.environ.get("WEIR_TOKEN") or pathlib.Path("data/admin-token").read_text().strip()
PROXY = os.environ.get("WEIR_PROXY", "http://127.0.0.1:7080")
UPSTREAM = os.environ.get("WEIR_UPSTREAM", "http://127.0.0.1:9001")


def main() -> None:
    with grpc.insecure_channel(URL.removeprefix("http://")) as channel:
        tell(
            gateway_service_pb2_grpc.GatewayServiceStub(channel),
            deployment_service_pb2_grpc.DeploymentServiceStub(channel),
        )


def tell(
    gateways: gateway_service_pb2_grpc.GatewayServiceStub,
    deployments: deployment_service_pb2_grpc.DeploymentServiceStub,
) -> None:
    metadata = (("authorization", f"Bearer {TOKEN}"),)

    def new_gateway(name: str) -> gateway_service_pb2.CreateGatewayRequest:
        return gateway_service_pb2.CreateGatewayRequest(
            name=name,
            zones=["local"],
            core_weave_auth=gateway_pb2.CoreWeaveAuth(),
            body_based_routing=gateway_pb2.BodyBasedRouting(api_type=gateway_pb2.BodyBasedRouting.API_TYPE_OPENAI),
        )

    gateway_id = gateways.CreateGateway(new_gateway("story"), metadata=metadata).gateway.spec.id
    print(f"created {gateway_id}")

    # The first event has the present state: nothing is missed between the create and the watch.
    watch = gateways.WatchGateways(gateway_service_pb2.WatchGatewaysRequest(id=gateway_id), metadata=metadata)
    for event in watch:
        if event.gateway.status.status == status_pb2.STATUS_READY:
            print(f"STATUS_READY at {event.gateway.status.endpoints[0]}")
            break
    watch.cancel()

    deployment = deployments.CreateDeployment(
        deployment_service_pb2.CreateDeploymentRequest(
            name="story",
            gateway_ids=[gateway_id],
            model=deployment_pb2.DeploymentModel(name="org/chat"),
            targets=target_pb2.InlineTargets(targets=[target_pb2.Target(url=UPSTREAM)]),
        ),
        metadata=metadata,
    ).deployment
    watch_deployment = deployment_service_pb2.WatchDeploymentsRequest(id=deployment.spec.id)
    deployment_watch = deployments.WatchDeployments(watch_deployment, metadata=metadata)
    for deployment_event in deployment_watch:
        if deployment_event.deployment.status.status == status_pb2.STATUS_READY:
            break
    deployment_watch.cancel()

    body = {"model": "org/chat", "messages": [{"role": "user", "content": "hi"}]}
    request = urllib.request.Request(
        f"{PROXY}/v1/chat/completions",
        data=json.dumps(body).encode(),
        headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as response:
            print(f"answer: {json.load(response)['choices'][0]['message']['content']}")
    except urllib.error.HTTPError as error:
        raise SystemExit(f"chat: {error} {error.read().decode()}")

    renamed = gateways.UpdateGateway(
        gateway_service_pb2.UpdateGatewayRequest(
            id=gateway_id, name="story-renamed", update_mask=FieldMask(paths=["name"])
        ),
        metadata=metadata,
    )
    print(f"renamed to {renamed.gateway.spec.name}")

    try:
        gateways.CreateGateway(new_gateway(""), metadata=metadata)
    except grpc.RpcError as error:
        # What a call raises is the call itself.
        if not isinstance(error, grpc.Call) or error.code() != grpc.StatusCode.INVALID_ARGUMENT:
            raise
        for detail in rpc_status.from_call(error).details:
            bad_request = BadRequest()
            if detail.Unpack(bad_request):
                for violation in bad_request.field_violations:
                    print(f"mistake in {violation.field}: {violation.description}")

    deployments.DeleteDeployment(
        deployment_service_pb2.DeleteDeploymentRequest(id=deployment.spec.id), metadata=metadata
    )
    gone(deployments.WatchDeployments(watch_deployment, metadata=metadata))
    gateways.DeleteGateway(gateway_service_pb2.DeleteGatewayRequest(id=gateway_id), metadata=metadata)
    gone(gateways.WatchGateways(gateway_service_pb2.WatchGatewaysRequest(id=gateway_id), metadata=metadata))
    print("deleted")


def gone(
    events: Iterable[gateway_service_pb2.WatchGatewaysResponse] | Iterable[deployment_service_pb2.WatchDeploymentsResponse],
) -> None:
    """Waits until no proxy serves a deleted resource any more: DELETED, or NOT_FOUND when that was before the watch."""
    try:
        for event in events:
            if event.type == event_pb2.EVENT_TYPE_DELETED:
                return
    except grpc.RpcError as error:
        if not isinstance(error, grpc.Call) or error.code() != grpc.StatusCode.NOT_FOUND:
            raise


if __name__ == "__main__":
    main()
