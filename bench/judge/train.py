"""Trains the upper layers of a small model of the Llama kind, from a GGUF file, on rows of examples.py; writes GGUF (Q8_0).

Needs `pip install jax gguf numpy`, 4 GB of memory and two cores for about 10 minutes. A file that it wrote can be
trained on: name it in place of the model.
usage: train.py MODEL.gguf ROWS.jsonl OUT.gguf MINUTES [RATE]      (RATE: learning rate at the beginning, usually 2e-4)
"""
import json
import math
import random
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType, GGUFWriter
from gguf.quants import dequantize, quantize

FROZEN = 10  # layers from below that stay as they are: less work, and what they know of texts is kept
BATCH = 4
TOKENS = 420  # of the longest example, filled up: one shape is compiled once
SAID = 24
NAMES = "attn_norm attn_q attn_k attn_v attn_output ffn_norm ffn_gate ffn_up ffn_down".split()

reader = GGUFReader(sys.argv[1])


def field(name):
    return reader.fields["llama." + name].contents()


LAYERS, WIDTH, HEADS = field("block_count"), field("embedding_length"), field("attention.head_count")
GROUPS, HEAD = field("attention.head_count_kv"), field("embedding_length") // field("attention.head_count")
EPSILON, BASE = field("attention.layer_norm_rms_epsilon"), field("rope.freq_base")
weights = {each.name: dequantize(each.data, each.tensor_type).astype(np.float32) for each in reader.tensors}


def stacked(layers):
    return {name: jnp.stack([weights[f"blk.{i}.{name}.weight"] for i in layers]) for name in NAMES}


def normed(x, weight):
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + EPSILON) * weight


def turned(x):
    """Positions, on neighbouring pairs as llama.cpp keeps this kind."""
    angle = jnp.arange(x.shape[0])[:, None, None] * BASE ** (-jnp.arange(0, HEAD, 2) / HEAD)
    one, other = x[..., 0::2], x[..., 1::2]
    pairs = [one * jnp.cos(angle) - other * jnp.sin(angle), one * jnp.sin(angle) + other * jnp.cos(angle)]
    return jnp.stack(pairs, -1).reshape(x.shape)


def logits(upper, lower, embedding, tokens, places):
    count = tokens.shape[0]
    mask = jnp.where(jnp.tril(jnp.ones((count, count), bool)), 0.0, -1e9)

    def layer(x, w):
        h = normed(x, w["attn_norm"])
        q = turned((h @ w["attn_q"].T).reshape(count, HEADS, HEAD)).reshape(count, GROUPS, HEADS // GROUPS, HEAD)
        k = turned((h @ w["attn_k"].T).reshape(count, GROUPS, HEAD))
        v = (h @ w["attn_v"].T).reshape(count, GROUPS, HEAD)
        p = jax.nn.softmax(jnp.einsum("tkgd,skd->kgts", q, k) / math.sqrt(HEAD) + mask, -1)
        x = x + jnp.einsum("kgts,skd->tkgd", p, v).reshape(count, WIDTH) @ w["attn_output"].T
        h = normed(x, w["ffn_norm"])
        return x + (jax.nn.silu(h @ w["ffn_gate"].T) * (h @ w["ffn_up"].T)) @ w["ffn_down"].T, None

    x, _ = jax.lax.scan(layer, embedding[tokens], lower)
    x, _ = jax.lax.scan(layer, x, upper["layers"])
    return normed(x[places], upper["norm"]) @ embedding.T


def loss(upper, lower, embedding, tokens, places, wanted, counts):
    log_p = jax.nn.log_softmax(logits(upper, lower, embedding, tokens, places))
    return -(jnp.take_along_axis(log_p, wanted[:, None], 1)[:, 0] * counts).sum() / counts.sum()


gradient = jax.jit(jax.value_and_grad(loss))


@jax.jit
def step(params, first, second, grads, number, rate):
    """Adam, with gradients cut at a norm of 1."""
    norm = jnp.sqrt(sum(jnp.vdot(g, g) for g in jax.tree.leaves(grads))) / BATCH
    grads = jax.tree.map(lambda g: g / BATCH / jnp.maximum(1, norm), grads)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, grads)
    second = jax.tree.map(lambda s, g: 0.98 * s + 0.02 * g * g, second, grads)
    scale = rate / (1 - 0.9 ** number)
    params = jax.tree.map(
        lambda p, m, s: p - scale * m / (jnp.sqrt(s / (1 - 0.98 ** number)) + 1e-8), params, first, second)
    return params, first, second


def arrays(row):
    tokens, count = row["prompt"] + row["said"], len(row["said"])
    places, wanted, counts = np.zeros(SAID, int), np.zeros(SAID, int), np.zeros(SAID, np.float32)
    places[:count] = np.arange(count) + len(row["prompt"]) - 1
    wanted[:count], counts[:count] = row["said"], 1
    return np.array(tokens + [2] * (TOKENS - len(tokens))), places, wanted, counts


def trained(minutes, most):
    params = {"layers": stacked(range(FROZEN, LAYERS)), "norm": jnp.array(weights["output_norm.weight"])}
    lower, embedding = stacked(range(FROZEN)), jnp.array(weights["token_embd.weight"])
    first = second = jax.tree.map(jnp.zeros_like, params)
    rows, order, number, start = [json.loads(line) for line in open(sys.argv[2])], [], 0, time.time()
    while (gone := (time.time() - start) / 60 / minutes) < 1:
        grads, total = None, 0.0
        for _ in range(BATCH):
            if not order:
                order = random.Random(number).sample(rows, len(rows))
            found, more = gradient(params, lower, embedding, *arrays(order.pop()))
            grads = more if grads is None else jax.tree.map(jnp.add, grads, more)
            total += float(found)
        number += 1
        rate = most * min(1, number / 8) * max(0.05, 1 - gone)
        params, first, second = step(params, first, second, grads, number, rate)
        print(f"step {number}, loss {total / BATCH:.3f}", flush=True)
    return params


def write(params, path):
    writer = GGUFWriter(path, "llama")
    left = ("general.architecture", "general.file_type", "general.name", "general.finetune")
    for name, each in reader.fields.items():
        if not name.startswith("GGUF.") and name not in left:
            inner = each.types[-1] if each.types[0] == GGUFValueType.ARRAY else None
            writer.add_key_value(name, each.contents(), each.types[0], inner)
    writer.add_name("SmolLM2 135M, judge of letters")
    writer.add_file_type(7)
    done = {f"blk.{i}.{name}.weight": np.array(params["layers"][name][i - FROZEN])
            for name in NAMES for i in range(FROZEN, LAYERS)}
    done["output_norm.weight"] = np.array(params["norm"])
    for each in reader.tensors:
        value = done.get(each.name, weights[each.name])
        if value.ndim == 1:
            writer.add_tensor(each.name, value.astype(np.float32))
        else:
            kind = GGMLQuantizationType.Q8_0
            writer.add_tensor(each.name, quantize(value, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


write(trained(float(sys.argv[4]), float(sys.argv[5]) if len(sys.argv) > 5 else 2e-4), sys.argv[3])
