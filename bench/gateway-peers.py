"""Configurations of other gateways for the measurement, and a start of Switchyard: gateway-peers.py switchyard|litellm FOLDER MODEL-PORT [PORT]."""
import json, os, sys, time

kind, folder, model = sys.argv[1:4]
address = {"same": f"http://127.0.0.1:{model}/v1", "stream": f"http://127.0.0.1:{model}/stream/v1"}
if kind == "litellm":
    deployments = [{"model_name": name, "litellm_params": {"model": "openai/upstream", "api_base": url, "api_key": "sk-bench-upstream"}}
                   for name, url in address.items()]
    general = {"master_key": "mk-bench", "dangerously_permit_weak_or_unset_master_key": True}
    # JSON is YAML
    json.dump({"model_list": deployments, "general_settings": general}, open(folder + "/litellm.yaml", "w"))
else:
    from switchyard_rust.server import Server

    lines = ["schema_version = 1"]
    for name, url in address.items():
        lines += [f"[llm_clients.{name}]", 'format = "openai_chat"', f'base_url = "{url}"', 'api_key_env = "UPSTREAM_KEY"',
                  f"[targets.{name}]", 'id = "upstream"' if name == "same" else f'id = "{name}"', f'llm_client = "{name}"',
                  f"[routes.{name}]", f'id = "{name}"', 'type = "passthrough"', f'target = "{name}"']
    with open(folder + "/routes.toml", "w") as f:
        f.write("\n".join(lines))
    os.environ["UPSTREAM_KEY"] = "sk-bench-upstream"
    server = Server(folder + "/routes.toml", int(sys.argv[4]))
    while True:
        time.sleep(60)
