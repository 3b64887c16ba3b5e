"""The inner loops of the sparse matrix: one bounded search per site, and the points along the roads it reaches."""

from __future__ import annotations

from typing import Any

import numpy as np

from zorgkaart.routing.kernels import compiled, doubled


@compiled
def within(
    indptr: Any,
    indices: Any,
    arc_s: Any,
    tail: Any,
    head: Any,
    road_s: Any,
    backwards: bool,
    node_roads: Any,
    node_roads_start: Any,
    points_start: Any,
    points_order: Any,
    share: Any,
    leg_s: Any,
    site_road: Any,
    site_share: Any,
    site_leg_s: Any,
    seed_start: Any,
    seed_node: Any,
    seed_s: Any,
    sites_from: int,
    sites_to: int,
    limit_s: float,
) -> Any:
    """All pairs of a point and a site within a limit, for some of the sites: (site, point, seconds).

    One bounded search per site. `points_start` and `points_order` list the points along each road,
    `node_roads_start` and `node_roads` the roads at each node.
    """
    nodes = len(indptr) - 1
    best = np.full(nodes, np.inf)
    reached = np.empty(nodes, dtype=np.int32)
    road_seen = np.zeros(len(tail), dtype=np.int32)
    capacity = 65536
    out_site = np.empty(capacity, dtype=np.int32)
    out_point = np.empty(capacity, dtype=np.int32)
    out_s = np.empty(capacity, dtype=np.float64)
    used = 0
    stamp = 0
    for site in range(sites_from, sites_to):
        stamp += 1
        count = _search(
            indptr,
            indices,
            arc_s,
            seed_node[seed_start[site] : seed_start[site + 1]],
            seed_s[seed_start[site] : seed_start[site + 1]],
            limit_s,
            best,
            reached,
        )
        own = site_road[site]
        for at in range(-1, count):
            first = 0 if at < 0 else node_roads_start[reached[at]]
            last = 1 if at < 0 else node_roads_start[reached[at] + 1]
            for place in range(first, last):
                road = own if at < 0 else node_roads[place]
                if road < 0 or road_seen[road] == stamp:
                    continue
                road_seen[road] = stamp
                there = road_s[road, 1] if backwards else road_s[road, 0]
                back = road_s[road, 0] if backwards else road_s[road, 1]
                for row in range(points_start[road], points_start[road + 1]):
                    point = points_order[row]
                    part = share[point]
                    seconds = best[tail[road]] + part * there if part > 0.0 else best[tail[road]]
                    over = best[head[road]] + (1.0 - part) * back if part < 1.0 else best[head[road]]
                    seconds = min(seconds, over)
                    if road == own:
                        ahead = part - site_share[site]
                        pace = there if ahead >= 0.0 else back
                        if ahead == 0.0:
                            seconds = min(seconds, site_leg_s[site])
                        else:
                            seconds = min(seconds, abs(ahead) * pace + site_leg_s[site])
                    seconds += leg_s[point]
                    if seconds <= limit_s:
                        if used == len(out_s):
                            out_site = doubled(out_site)
                            out_point = doubled(out_point)
                            out_s = doubled(out_s)
                        out_site[used] = site
                        out_point[used] = point
                        out_s[used] = seconds
                        used += 1
        for at in range(count):
            best[reached[at]] = np.inf
    return out_site[:used].copy(), out_point[:used].copy(), out_s[:used].copy()


@compiled
def _search(
    indptr: Any, indices: Any, arc_s: Any, seed_node: Any, seed_s: Any, limit_s: float, best: Any, reached: Any
) -> int:
    """Seconds from one site to the nodes within the limit, in place; `reached` lists them. Returns how many."""
    capacity = 1024
    keys = np.empty(capacity)
    values = np.empty(capacity, dtype=np.int32)
    size = 0
    count = 0
    for i in range(len(seed_node)):
        if seed_s[i] <= limit_s and seed_s[i] < best[seed_node[i]]:
            if best[seed_node[i]] == np.inf:
                reached[count] = seed_node[i]
                count += 1
            best[seed_node[i]] = seed_s[i]
            size = _push(keys, values, size, seed_s[i], seed_node[i])
    while size > 0:
        key = keys[0]
        node = values[0]
        size = _pop(keys, values, size)
        if key > best[node]:
            continue
        for arc in range(indptr[node], indptr[node + 1]):
            seconds = key + arc_s[arc]
            other = indices[arc]
            if seconds <= limit_s and seconds < best[other]:
                if best[other] == np.inf:
                    reached[count] = other
                    count += 1
                best[other] = seconds
                if size == len(keys):
                    keys = doubled(keys)
                    values = doubled(values)
                size = _push(keys, values, size, seconds, other)
    return count


@compiled
def _push(keys: Any, values: Any, size: int, key: float, value: int) -> int:
    """Put a value on a binary heap; the arrays must have room."""
    place = size
    while place > 0:
        parent = (place - 1) // 2
        if keys[parent] <= key:
            break
        keys[place] = keys[parent]
        values[place] = values[parent]
        place = parent
    keys[place] = key
    values[place] = value
    return size + 1


@compiled
def _pop(keys: Any, values: Any, size: int) -> int:
    """Take the least value off a binary heap, which stands at 0 before the call."""
    size -= 1
    key = keys[size]
    value = values[size]
    place = 0
    while 2 * place + 1 < size:
        least = 2 * place + 1
        if least + 1 < size and keys[least + 1] < keys[least]:
            least += 1
        if keys[least] >= key:
            break
        keys[place] = keys[least]
        values[place] = values[least]
        place = least
    keys[place] = key
    values[place] = value
    return size
