"""The inner loops, compiled by numba; they release the GIL, so that sweeps run side by side on threads.

What pays (``docs/performance.md``) is several labels per node in one pass, and repairing a part of the
graph after a closure or an opening: scipy has neither, and needs a search per site instead. For the
nearest site alone the whole answer costs the same as by scipy; one mechanism serves both all the same.
``routing/reference.py`` keeps the scipy path, with which the tests compare every result.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

WIDTH_S = 4.0


def compiled(function: Any) -> Any:
    """Compile a function without bounds checks; it holds no GIL and is kept on disk."""
    return numba.njit(cache=True, nogil=True, fastmath=False)(function)


@compiled
def _improve(
    seconds: Any, metres: Any, site: Any, node: int, k: int, new_s: float, new_m: float, new_site: int
) -> bool:
    """Put a label among the k best of a node, one per site; False if it is no improvement.

    Labels are ordered by seconds and then by site, so that ties do not hang on the order of search.
    """
    last = k - 1
    worst = seconds[node, last]
    if new_s > worst or (new_s == worst and new_site >= site[node, last]):
        return False
    for slot in range(k):
        if site[node, slot] == new_site:
            if seconds[node, slot] <= new_s:
                return False
            last = slot
            break
        if site[node, slot] < 0:
            last = slot
            break
    place = last
    while place > 0:
        before = seconds[node, place - 1]
        if before < new_s or (before == new_s and site[node, place - 1] < new_site):
            break
        seconds[node, place] = before
        metres[node, place] = metres[node, place - 1]
        site[node, place] = site[node, place - 1]
        place -= 1
    seconds[node, place] = new_s
    metres[node, place] = new_m
    site[node, place] = new_site
    return True


@compiled
def spread(
    indptr: Any,
    indices: Any,
    arc_s: Any,
    arc_m: Any,
    seed_node: Any,
    seed_s: Any,
    seed_m: Any,
    seed_site: Any,
    limit_s: float,
    seconds: Any,
    metres: Any,
    site: Any,
    changed: Any,
) -> int:
    """Spread labels from seeds over the graph, improving the k best labels of each node in place.

    Starts from whatever the labels hold already: infinite and -1 for a sweep from nothing, an earlier
    result to add a site to it. Only nodes that improve are visited. `changed` (one flag per node) notes
    them. Returns how many labels were settled.
    """
    k = seconds.shape[1]
    longest = 0.0
    for i in range(len(seed_s)):
        longest = max(longest, seed_s[i])
    for arc in range(len(arc_s)):
        longest = max(longest, arc_s[arc])
    buckets = 2
    while buckets < longest / WIDTH_S + 2:
        buckets *= 2
    last = buckets - 1  # all ones: & takes the place of a remainder
    head = np.full(buckets, -1, dtype=np.int32)
    capacity = max(65536, 2 * len(seed_node))
    entry_node = np.empty(capacity, dtype=np.int32)
    entry_site = np.empty(capacity, dtype=np.int32)
    entry_s = np.empty(capacity, dtype=np.float64)
    following = np.empty(capacity, dtype=np.int32)
    free = -1
    used = 0
    waiting = 0
    for i in range(len(seed_node)):
        if seed_s[i] <= limit_s and _improve(
            seconds, metres, site, seed_node[i], k, seed_s[i], seed_m[i], seed_site[i]
        ):
            changed[seed_node[i]] = True
            bucket = np.int64(seed_s[i] * (1.0 / WIDTH_S)) & last
            entry_node[used] = seed_node[i]
            entry_site[used] = seed_site[i]
            entry_s[used] = seed_s[i]
            following[used] = head[bucket]
            head[bucket] = used
            used += 1
            waiting += 1
    settled = 0
    current = 0
    while waiting > 0:
        at = head[current]
        if at < 0:
            current = (current + 1) & last
            continue
        head[current] = following[at]
        waiting -= 1
        following[at] = free
        free = at
        key = entry_s[at]
        node = entry_node[at]
        label = entry_site[at]
        slot = 0
        while slot < k and site[node, slot] != label:
            slot += 1
        if slot == k or seconds[node, slot] != key:
            continue  # overtaken since it was put in
        settled += 1
        length = metres[node, slot]
        for arc in range(indptr[node], indptr[node + 1]):
            reach = key + arc_s[arc]
            other = indices[arc]
            if reach <= limit_s and _improve(seconds, metres, site, other, k, reach, length + arc_m[arc], label):
                changed[other] = True
                if free >= 0:
                    place = free
                    free = following[free]
                else:
                    place = used
                    used += 1
                    if used > len(entry_s):
                        entry_node = doubled(entry_node)
                        entry_site = doubled(entry_site)
                        entry_s = doubled(entry_s)
                        following = doubled(following)
                bucket = np.int64(reach * (1.0 / WIDTH_S)) & last
                entry_node[place] = other
                entry_site[place] = label
                entry_s[place] = reach
                following[place] = head[bucket]
                head[bucket] = place
                waiting += 1
    return settled


@compiled
def fastest_arcs(row: Any, column: Any, seconds: Any, states: int) -> Any:
    """Which arcs to keep, by row and then column: of parallel ones the fastest, of equally fast ones the first.

    `row` and `column` hold the states at both ends of each arc. Counting and not comparing: a variant of a speed
    has to sort anew.
    """
    order = _counted(column, np.arange(len(row), dtype=np.int32), states)
    order = _counted(row, order, states)
    kept = 0
    for arc in order:
        if kept > 0 and row[order[kept - 1]] == row[arc] and column[order[kept - 1]] == column[arc]:
            if seconds[arc] < seconds[order[kept - 1]]:
                order[kept - 1] = arc
        else:
            order[kept] = arc
            kept += 1
    return order[:kept].copy()


@compiled
def _counted(key: Any, order: Any, count: int) -> Any:
    """Put `order` in the order of its keys, which are below `count`; those with the same key stay as they stand."""
    start = np.zeros(count + 1, dtype=np.int64)
    for value in key:
        start[value + 1] += 1
    for value in range(count):
        start[value + 1] += start[value]
    result = np.empty_like(order)
    for item in order:
        place = start[key[item]]
        result[place] = item
        start[key[item]] = place + 1
    return result


@compiled
def doubled(values: Any) -> Any:
    """Twice the room, with what was there at the front."""
    larger = np.empty(2 * len(values), dtype=values.dtype)
    larger[: len(values)] = values
    return larger


@compiled
def to_points(
    tail: Any,
    head: Any,
    road_s: Any,
    road_m: Any,
    backwards: bool,
    point_road: Any,
    share: Any,
    leg_s: Any,
    leg_m: Any,
    site_start: Any,
    site_order: Any,
    site_share: Any,
    site_leg_s: Any,
    site_leg_m: Any,
    node_s: Any,
    node_m: Any,
    node_site: Any,
    limit_s: float,
    seconds: Any,
    metres: Any,
    site: Any,
) -> None:
    """Carry the k labels of both ends of each point's road on to the point, and those of sites along it.

    `road_s` holds seconds from tail to head and back; with `backwards` the points are where the trip
    starts and the sites where it ends. `site_start` says per road where its sites stand in `site_order`.
    """
    k = seconds.shape[1]
    for point in range(len(point_road)):
        road = point_road[point]
        if road < 0:
            continue
        part = share[point]
        there = road_s[road, 0]
        back = road_s[road, 1]
        for end in range(2):
            if end == 0:
                node = tail[road]
                way = part
                pace = back if backwards else there
            else:
                node = head[road]
                way = 1.0 - part
                pace = there if backwards else back
            if way > 0.0 and not np.isfinite(pace):
                continue
            step = way * pace if way > 0.0 else 0.0
            for slot in range(k):
                if node_site[node, slot] < 0:
                    break
                reach = node_s[node, slot] + step
                length = node_m[node, slot] + way * road_m[road]
                _improve(seconds, metres, site, point, k, reach, length, node_site[node, slot])
        for place in range(site_start[road], site_start[road + 1]):
            other = site_order[place]
            ahead = site_share[other] - part
            if not backwards:
                ahead = -ahead
            pace = there if ahead >= 0.0 else back
            if ahead != 0.0 and not np.isfinite(pace):
                continue
            step = abs(ahead) * pace if ahead != 0.0 else 0.0
            length = abs(ahead) * road_m[road] + site_leg_m[other]
            _improve(seconds, metres, site, point, k, step + site_leg_s[other], length, other)
        for slot in range(k):
            if site[point, slot] < 0:
                break
            if seconds[point, slot] + leg_s[point] > limit_s:
                seconds[point, slot] = np.inf
                metres[point, slot] = np.nan
                site[point, slot] = -1
            else:
                seconds[point, slot] += leg_s[point]
                metres[point, slot] += leg_m[point]


@compiled
def first_open(site: Any, closed: Any, slot: Any) -> int:
    """Per row, the first label whose site is not closed: its place in `slot`, -1 if none is left.

    Returns how many rows ran out although all their labels were in use, so that a further site may exist.
    """
    out = 0
    k = site.shape[1]
    for row in range(len(site)):
        slot[row] = -1
        full = True
        for place in range(k):
            if site[row, place] < 0:
                full = False
                break
            if not closed[site[row, place]]:
                slot[row] = place
                full = False
                break
        if full:
            out += 1
            slot[row] = -2
    return out
