"""Makes what schemathesis generates reach further: references to what is there, now and then."""

import os

import schemathesis


@schemathesis.hook
def before_load_schema(context, raw_schema):
    # All kinds of plugins on all that can have them are more combinations than a test has time for: one stands for them.
    plugin = raw_schema["components"]["schemas"]["Plugin"]["properties"]
    for name in [name for name in plugin if name not in ("name", "enabled", "stage", "priority", "requestSizeLimiter")]:
        del plugin[name]


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, dict):
        return body
    # Any other zone is refused, and any other gateway: all that lies behind would be left untried.
    if body.get("zones") and all(isinstance(zone, str) for zone in body["zones"]):
        body["zones"] = ["local"]
    if body.get("gatewayIds") and all(isinstance(id, str) for id in body["gatewayIds"]):
        body["gatewayIds"] = [os.environ["WEIR_TEST_GATEWAY"]]
    if isinstance(body.get("gatewayId"), str) and body["gatewayId"]:
        body["gatewayId"] = os.environ["WEIR_TEST_GATEWAY"]
    services = body.get("services")
    if isinstance(services, list) and len(services) == 1 and isinstance(services[0], dict):
        services[0]["serviceId"] = os.environ["WEIR_TEST_SERVICE"]
    return body
