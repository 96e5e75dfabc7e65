"""Calls W&B Inference through a custom endpoint: see docs/custom-endpoints.md.

GATEWAY_BASE_URL  where the gateway is, for example http://127.0.0.1:7080
GATEWAY_KEY       a key or token of the gateway; the W&B key stays with the gateway
"""

import os

import requests

PROXY_BASE_URL = f"{os.environ['GATEWAY_BASE_URL']}/proxy-api/coreweave-model/inference"

headers = {
    "Authorization": f"Bearer {os.environ['GATEWAY_KEY']}",
    "Content-Type": "application/json",
}
if "ACCEPT_ENCODING" in os.environ:
    headers["Accept-Encoding"] = os.environ["ACCEPT_ENCODING"]

body = {
    "model": "meta-llama/Llama-3.1-8B-Instruct",
    "messages": [
        {"role": "user", "content": "Say hello in one sentence."},
    ],
    "max_tokens": 50,
}

response = requests.post(f"{PROXY_BASE_URL}/chat/completions", headers=headers, json=body)
print(response.status_code)
print(response.headers.get("Content-Encoding", "identity"))
print(response.json()["choices"][0]["message"]["content"])
