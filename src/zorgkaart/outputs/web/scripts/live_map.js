// The page of a live map, as map.js is that of another.

import { createLive } from "./live.js";
import { start } from "./main.js";

start(map, tiles, createLive);
