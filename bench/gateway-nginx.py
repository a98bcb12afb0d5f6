"""Writes nginx.conf: a model's server that always answers the same, and nginx as a plain proxy before it."""
import getpass, json, sys

folder, upstream, proxy = sys.argv[1:4]
whole = json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [
    {"index": 0, "message": {"role": "assistant", "content": "billing"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 25, "completion_tokens": 3, "total_tokens": 28}})


def chunk(delta, finish=None):
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000, "model": "m", "choices": [
        {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]}


events = [chunk({"role": "assistant", "content": ""})]
events += [chunk({"content": f" word{i}"}) for i in range(500)]
events += [chunk({}, "stop"), {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1700000000, "model": "m",
           "choices": [], "usage": {"prompt_tokens": 25, "completion_tokens": 500, "total_tokens": 525}}]
stream = "".join("data: " + json.dumps(e, separators=(",", ":")) + "\n\n" for e in events) + "data: [DONE]\n\n"
open(folder + "/events.sse", "w").write(stream)
open(folder + "/nginx.conf", "w").write(f"""
user {getpass.getuser()}; worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log warn;
events {{ worker_connections 8192; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 65; sendfile on; tcp_nodelay on;
  client_body_buffer_size 256k; client_max_body_size 40m; default_type application/json; client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{upstream} backlog=8192;
    location / {{ return 200 '{whole}'; }}
    location /stream/ {{ default_type text/event-stream; root {folder}; error_page 405 =200 /events.sse; try_files /events.sse =404; }}
    location = /events.sse {{ default_type text/event-stream; root {folder}; }} }}
  upstream model {{ server 127.0.0.1:{upstream}; keepalive 128; }}
  server {{ listen 127.0.0.1:{proxy} backlog=8192;
    location / {{ proxy_pass http://model; proxy_http_version 1.1; proxy_set_header Connection ""; }} }}
}}
""")
print(len(events))
