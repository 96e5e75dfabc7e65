#!/usr/bin/env bash
# A gateway's life, by curl and jq. See ../README.md for what it needs and prints.
set -euo pipefail

url=${WEIR_URL:-http://127.0.0.1:7070}
token=${WEIR_TOKEN:-$(cat data/admin-token)}
proxy=${WEIR_PROXY:-http://127.0.0.1:7080}
upstream=${WEIR_UPSTREAM:-http://127.0.0.1:9001}
api=$url/v1alpha1/inference

call() { # method, path, body: prints the answer, also where it is an error
  curl -sS -X "$1" "$api/$2" -H "authorization: Bearer $token" ${3:+-H "content-type: application/json" -d "$3"}
}

# Prints the event of a watch for which a jq condition holds. The first event has the present state, so nothing is
# missed between a create and the watch. A watch of what is not there answers an error, which has a code.
watch_until() { # path, condition
  jq -n --unbuffered "first(inputs | select(($2) or .code == \"not_found\"))" \
    < <(curl -sN "$api/$1:watch" -H "authorization: Bearer $token")
}

gateway() { # name
  jq -n --arg name "$1" '{
    name: $name, zones: ["local"], coreWeaveAuth: {}, bodyBasedRouting: {apiType: "API_TYPE_OPENAI"}
  }'
}

id=$(call POST gateways "$(gateway story)" | jq -r .gateway.spec.id)
echo "created $id"

ready='(.gateway // .deployment).status.status == "STATUS_READY"'
watch_until "gateways/$id" "$ready" | jq -r '"STATUS_READY at \(.gateway.status.endpoints[0])"'

deployment=$(call POST deployments "$(jq -n --arg gateway "$id" --arg url "$upstream" '{
  name: "story", gatewayIds: [$gateway], model: {name: "org/chat"}, targets: {targets: [{url: $url}]}
}')" | jq -r .deployment.spec.id)
watch_until "deployments/$deployment" "$ready" >/dev/null

curl -sS --fail-with-body "$proxy/v1/chat/completions" -H "authorization: Bearer $token" -H "content-type: application/json" \
  -d '{"model": "org/chat", "messages": [{"role": "user", "content": "hi"}]}' |
  jq -r '"answer: \(.choices[0].message.content)"'

call PATCH "gateways/$id" '{"name": "story-renamed", "updateMask": "name"}' |
  jq -r '"renamed to \(.gateway.spec.name)"'

call POST gateways "$(gateway "")" |
  jq -r '.details[].debug.fieldViolations[] | "mistake in \(.field): \(.description)"'

gone='.type == "EVENT_TYPE_DELETED"'
call DELETE "deployments/$deployment" >/dev/null
watch_until "deployments/$deployment" "$gone" >/dev/null
call DELETE "gateways/$id" >/dev/null
watch_until "gateways/$id" "$gone" >/dev/null
echo "deleted"
