#!/usr/bin/env python3
"""A neutral observer: when the kernel saw the packets of each request and answer on the loopback.

The kernel stamps the packets and puts them into a ring that nobody looks at before the end, so that watching takes
next to no processor time. Needs Linux and the right to open a packet socket.

Arguments: a port; a file. Says `ready`, watches until it is ended, and then writes lines of case, tab, nanoseconds:
from the last packet with a part of the request to the last one with a part of the answer.
"""
import ctypes
import mmap
import re
import signal
import socket
import struct
import sys

# From linux/if_packet.h, asm-generic/socket.h
SOL_PACKET, PACKET_RX_RING, PACKET_VERSION, TPACKET_V2 = 263, 5, 10, 1
SO_ATTACH_FILTER = 26
ETHERNET, ETHERNET_HEADER = 3, 14
FRAME, BLOCK, FRAMES = 2048, 1 << 20, 1 << 16
CASE = re.compile(rb"case (c\d+):")


def outgoing_tcp(port):
    """A filter for packets to or from the port, each seen once though the loopback sends and receives it."""
    code = [
        (0x28, 0, 0, 0xFFFFF004),  # the packet's type
        (0x15, 0, 8, 4),  # is outgoing
        (0x30, 0, 0, ETHERNET_HEADER + 9),  # the protocol
        (0x15, 0, 6, 6),  # is TCP
        (0xB1, 0, 0, ETHERNET_HEADER),  # after the IP header
        (0x48, 0, 0, ETHERNET_HEADER),  # the source port
        (0x15, 2, 0, port),
        (0x48, 0, 0, ETHERNET_HEADER + 2),  # or the target port
        (0x15, 0, 1, port),
        (0x06, 0, 0, FRAME - 128),
        (0x06, 0, 0, 0),
    ]
    return ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in code)), len(code)


def watch(port):
    ring_socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    program, length = outgoing_tcp(port)
    ring_socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HL", length, ctypes.addressof(program)))
    ring_socket.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V2)
    ring_socket.setsockopt(SOL_PACKET, PACKET_RX_RING, struct.pack("IIII", BLOCK, FRAMES * FRAME // BLOCK, FRAME, FRAMES))
    ring = mmap.mmap(ring_socket.fileno(), FRAMES * FRAME)
    ring_socket.bind(("lo", ETHERNET))
    return ring_socket, ring


def packets(ring):
    """Nanoseconds and bytes of each packet, from its IP header on."""
    for base in range(0, FRAMES * FRAME, FRAME):
        status, _, captured, mac, net, seconds, nanos = struct.unpack_from("IIIHHII", ring, base)
        if not status & 1:
            return
        yield seconds * 1_000_000_000 + nanos, ring[base + net : base + mac + captured]
    print("packets: the ring is full; later packets are missing.", file=sys.stderr)


def exchanges(ring, port):
    """Case, last packet of the request, last packet of the answer."""
    asked, answered = {}, {}
    for at, packet in packets(ring):
        ip = (packet[0] & 15) * 4
        source, target = struct.unpack_from("!HH", packet, ip)
        start = ip + (packet[ip + 12] >> 4) * 4
        if struct.unpack_from("!H", packet, 2)[0] <= start:
            continue
        if target == port:
            if source in answered:
                yield (*asked.pop(source), answered.pop(source))
            found = CASE.search(packet[start:])
            asked[source] = (found.group(1).decode() if found else asked.get(source, ("", 0))[0], at)
        elif target in asked:
            answered[target] = at
    for peer, at in answered.items():
        yield (*asked[peer], at)


def main():
    port, path = int(sys.argv[1]), sys.argv[2]
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    _, ring = keep = watch(port)
    print("ready", flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    with open(path, "w", encoding="ascii") as out:
        for case, sent, came in exchanges(ring, port):
            if case:
                out.write(f"{case}\t{came - sent}\n")
    keep[0].close()


main()
