// The page of a map. All scripts stand inside one function that gets `map` and `tiles`; nothing is added to the window.

import { start } from "./main.js";

start(map, tiles, null);
