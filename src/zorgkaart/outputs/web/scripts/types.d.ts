// What the scripts work with, described once. `RawData` is the data block of the page, as map_data.py writes it;
// `RawLabels` in it is what page_data.py of the live map writes, and `Atlas` what ranking.py of the atlas does.
// A test holds these descriptions against the blocks that Python writes.

// The two things that a page gives its scripts; see map.js.
declare const map: L.Map;
declare const tiles: L.TileLayer | null;

// ---- The data block

/** Texts that repeat: the distinct ones, and the place of each row's in them. */
interface Coded {
  values: string[];
  index: number[];
}

/** Rings of each polygon, as steps [x0, y0, dx, dy, ...] in whole units. */
type Shape<Ring> = Ring[][];

type Moment = "" | "voor" | "na" | "verschil";
type Cell = number | string | null;
/** A number per area; null is unknown. */
type Column = (number | null)[];

interface ViewClass {
  label: string;
  colour: string;
  side: "" | "beyond" | "less" | "more";
}

interface View {
  key: string;
  label: string;
  group: string;
  column: string;
  classes: number[];
  unit: string;
  limit: number | null;
  diverging: boolean;
  moment: Moment;
  theme: string;
  verdict: string | null;
  share: string | null;
  /** Column that is true where a site that is in no list could be nearer. */
  incomplete: string | null;
  /** Column of the inhabitants whom no road joins to a site. */
  no_road: string | null;
  /** Of when the sites are, and how many of them are in doubt. */
  stand: string;
  flag: string;
  kinds: string[];
  explanation: string;
  words: string[];
  /** Column of the sites that says which of them count in this view. */
  counting: string;
  items: ViewClass[];
}

interface Chain {
  label: string;
  /** Name of each part, with the column of its minutes or the minutes. */
  parts: [string, string | number][];
  total: string;
  limit: number;
  verdict: string | null;
  outside: string | null;
  share: string | null;
}

interface PopupRow {
  kind: string;
  label: string;
  minutes: string | null;
  km: string | null;
  site: string | null;
  chain: Chain | null;
  before: PopupRow | null;
}

interface SiteSymbol {
  shape: "circle" | "square" | "diamond" | "triangle" | "hexagon" | "pentagon" | "cross";
  colour: string;
  letter: string;
  order: number;
  ink: string;
}

interface AtlasEntry {
  ids: string[];
  name: string;
  rank: number;
  size: number;
  sensitive: boolean | null;
  figure: string;
  note: string;
  drawn: boolean;
  facts: [string, string][];
  /** The layer that goes with it, if it has one of its own. */
  view?: string;
}

interface Atlas {
  heading: string;
  measure: string;
  caption: string;
  norm: boolean;
  kinds: string[];
  largest: number;
  entries: AtlasEntry[];
}

/** What is written of a site beside its id and name. */
type SiteText =
  | "adres"
  | "postcode"
  | "plaats"
  | "gemeente"
  | "land"
  | "volcontinu"
  | "openingstijden"
  | "precisie"
  | "status"
  | "status_toelichting"
  | "bron"
  | "peildatum"
  | "sites_status"
  | "telt_voor"
  | "telt_niet_voor"
  | "opmerking";

type RawSites = {
  x: number[];
  y: number[];
  id: string[];
  naam: string[];
  telt: number[];
  telt_in?: Record<string, number[]>;
  soort: Coded;
} & { [name in SiteText]?: Coded };

interface RawData {
  unit: number;
  words: [string, string];
  verdicts: string[];
  people: string | null;
  areas: {
    code: string[];
    name: string[];
    point: [number[], number[]];
    shape: Shape<number[]>[];
    wijk?: Coded;
    gemeente?: Coded;
  };
  columns: Record<string, Cell[]>;
  context: { name: string[]; shape: Shape<number[]>[] };
  sites: RawSites;
  places: { x: number[]; y: number[]; name: string[]; gemeente: Coded; size: (number | null)[] };
  kinds: Record<string, string>;
  symbols: Record<string, SiteSymbol>;
  unknown: string;
  incomplete: string;
  views: View[];
  popup: PopupRow[];
  remarks: { column: string; text: string }[];
  atlas?: Atlas;
  isochrones?: Record<string, { minutes: number; lines: number[][] }[]>;
  live?: RawLabels;
}

// ---- The labels of a live map

/** Numbers as base64 of little-endian bytes. */
interface Packed {
  type: "u1" | "i1" | "u2" | "i2" | "u4" | "i4" | "f4" | "f8";
  data: string;
}

interface RawRanks {
  rows: number[];
  width: number;
  site: Packed;
  minutes: Packed;
}

interface RawTripTable {
  sites: RawRanks;
  area: Packed;
  weight: Packed;
}

interface RawChainTable extends RawTripTable {
  stations: RawRanks;
  outside: { codes: Packed; some: Packed };
}

/** What serves a moment: the number of a table, and for each list in it which of its sites can be open then. */
type RawAt = Record<string, [number, ...string[]]>;

interface NormConstants {
  limit: number;
  turnout: number;
  on_scene: number;
  flag_share: number;
  stations: string;
  /** What the norm's columns begin with: the kind, or a name of its own. */
  name: string;
  label: string;
  /** What is not there for people whom nothing serves any more. */
  nothing: string;
  counting: string;
}

interface RawLabels {
  moments: [string, string][];
  people: Packed;
  known: Packed;
  elderly: Packed;
  candidates: number[];
  trips: Record<string, { at: RawAt; tables: RawTripTable[]; counting: string }>;
  chains: Record<string, { at: RawAt; tables: RawChainTable[] } & NormConstants>;
  unknown_hours: Record<string, Record<string, number>>;
  columns: string[];
  parts: { trip: string[]; chain: string[] };
  changed: string;
  /** Said of a figure without an interval. */
  one_run: string;
  estimates: Estimate[];
  /** Per moment and kind what the norms do not say. */
  beside: Record<string, Record<string, string>>;
  /** Per norm and row why a site never counts for it. */
  left_out: Record<string, Record<string, string>>;
}

/** An accepted interval of inhabitants outside a norm, as things are or newly without the sites that are closed. */
interface Estimate {
  kind: string;
  closed: string[];
  value: number;
  tolerance: number;
  shown: number;
  low: number;
  high: number;
}

/** What a headline says beside its figure. */
interface Said {
  estimate: Estimate | undefined;
  oneRun: string;
  why: string;
}

type Numbers = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** The lists of groups, `width` places each: a place in `rows` from near to far (-1: no more), and mean minutes. */
interface Ranks {
  rows: number[];
  width: number;
  site: Numbers;
  minutes: Numbers;
  /** No list is cut off. */
  complete: boolean;
}

interface TripTable {
  sites: Ranks;
  area: Numbers;
  weight: Numbers;
}

interface ChainTable extends TripTable {
  stations: Ranks;
  /** The weight outside the norm per group, place in the list of stations and place in that of sites. */
  outside: Float64Array;
}

interface At<Table> {
  table: Table;
  counts: Uint8Array[];
}

type TripLabels = { at: Record<string, At<TripTable>>; counting: string };
type ChainLabels = { at: Record<string, At<ChainTable>> } & NormConstants;

interface Labels extends Omit<RawLabels, "people" | "known" | "elderly" | "trips" | "chains"> {
  people: Numbers;
  known: Numbers;
  elderly: Numbers;
  trips: Record<string, TripLabels>;
  chains: Record<string, ChainLabels>;
}

// ---- What follows from which sites are open

type Columns = Record<string, Column>;

interface TripsNow {
  table: TripTable;
  /** Of each list which sites are open. */
  open: Uint8Array[];
  slot: Int16Array;
  unknown: Uint8Array;
  minutes: Float64Array;
  visitors: Map<number, number>;
  columns: Columns;
}

interface ChainNow {
  table: ChainTable;
  open: Uint8Array[];
  unknown: Uint8Array;
  lost: Uint8Array;
  cutOff: Uint8Array;
  /** The weight outside the norm per group. */
  over: Float64Array;
  people: number;
  elderly: number;
  columns: Columns;
  verdicts: string[];
}

interface Situation {
  trips: Record<string, TripsNow>;
  chains: Record<string, ChainNow>;
}

interface TripTotals {
  longer: number;
  extra: number;
  shorter: number;
  lost: number;
  mean: number;
}

interface ChainTotals {
  before: number;
  after: number;
  difference: number;
  more: number;
  fewer: number;
  elderlyBefore: number;
  elderlyAfter: number;
  elderlyDifference: number;
  lost: number;
}

interface Load {
  row: number;
  before: number;
  after: number;
  more: number;
}

/** What the panel says of a kind. */
interface Card {
  kind: string;
  notes: string[];
  shut: boolean;
  label: string;
  /** What is not there for people whom the norm knows no site for any more. */
  nothing: string;
  norm: ChainTotals | null;
  trips: TripTotals | null;
  loads: Load[];
  isOpen: (row: number) => boolean;
}

/** An area of which the state changes, and by how many inhabitants or minutes. */
interface ChangedArea {
  area: Area;
  from: string;
  to: string;
  size: number;
}

interface Headline {
  big: string;
  small: string;
  turn: "" | "better" | "worse";
}

/** The scenario of the reader: ids of sites that he closed and opened, and the moment. */
interface Scenario {
  closed: Set<string>;
  opened: Set<string>;
  moment: string;
}

// ---- The data block as objects

interface Area {
  index: number;
  code: string;
  name: string;
  wijk: string;
  gemeente: string;
  shape: Shape<Int32Array>;
  point: L.LatLng;
}

type Site = {
  id: string;
  naam: string;
  soort: string;
  counts: boolean;
  /** Per column that a view names in `counting`, whether the site counts there; a live map fills it as it computes. */
  countsIn?: Record<string, boolean>;
  latLng: L.LatLng;
  /** In a live map: why a site that is open does not count. */
  reason?: string;
} & { [name in SiteText]?: string };

interface Place {
  name: string;
  gemeente: string;
  size: number;
  latLng: L.LatLng;
}

interface Isochrone {
  minutes: number;
  lines: L.LatLng[][];
}

interface Data
  extends Pick<RawData, "views" | "popup" | "remarks" | "kinds" | "symbols" | "words" | "verdicts" | "live" | "unit"> {
  areas: Area[];
  sites: Site[];
  places: Place[];
  context: { name: string; shape: Shape<Int32Array> }[];
  atlas: Atlas | null;
  isochrones: Record<string, Isochrone[]> | null;
  unknownColour: string;
  /** What areas are that are marked since a list may lack a site. */
  incomplete: string;
  columns: Record<string, Column>;
  value: (area: Area, column: string | null) => number | null;
  remark: (area: Area, column: string) => Cell;
  people: (area: Area) => number | null | undefined;
  verdict: (area: Area, column: string | null) => string;
  latLngs: (shape: Shape<Int32Array>) => L.LatLng[][][];
  latLng: (x: number, y: number) => L.LatLng;
}

// ---- Parts of the page

/** What a map leaves free around what it shows, in pixels. */
type Paddings = Record<"paddingTopLeft" | "paddingBottomRight", [number, number]>;

type Child = Node | string | null | undefined;
type Attributes = Record<string, string | number | boolean | null>;

/** A line or circle of the atlas, with its usual weight. */
interface AtlasShape {
  path: L.Path;
  weight: number;
}

/** How a site is drawn: "" is open. */
type SiteState = "" | "idle" | "closed" | "opened" | "doubtful";

/** A mark and its words, for the legend. */
type LegendRow = [mark: Child, text: string];

/** What there is of the page for the live part. */
interface PageOfLive {
  view: () => View;
  refresh: () => void;
  closePopup: () => void;
  area: (area: Area) => void;
  site: (site: Site) => void;
  after: () => void;
  showKind: (kind: string) => void;
}

/** The live part. */
interface Live {
  isOpen: (site: Site) => boolean;
  isCandidate: (site: Site) => boolean;
  isUsable: (site: Site) => boolean;
  isChanged: () => boolean;
  changedSites: () => Site[];
  cardOf: (kind: string) => Card;
  touched: (view: View) => string[];
  headline: (view: View) => Headline;
  /** The sites that can close or open, those with most residents first. */
  ordered: Site[];
  readonly state: Scenario;
  readonly warning: string;
  readonly canUndo: boolean;
  moments: [string, string][];
  people: (site: Site) => string;
  toggle: (sites: Site[]) => void;
  setMoment: (moment: string) => void;
  undo: () => void;
  reset: () => void;
  actions: (site: Site) => HTMLElement[];
  fragment: (key: string) => string;
  follow: () => void;
  start: (page: PageOfLive) => void;
  /** What the keyboard comes to first. */
  first: () => HTMLElement | undefined;
  update: () => void;
}

/** The data of a page that is live. */
type LiveData = Data & { live: RawLabels };

/** A row of a popup about a kind with a norm. */
type ChainRow = PopupRow & { chain: Chain };

/** The panes that have an SVG of their own. */
type PaneOfShapes = "land" | "hatch" | "borders" | "flags" | "selected";

/** Left, top, right and bottom in pixels. */
type Box = [left: number, top: number, right: number, bottom: number];

/** A name on the map, with its size in pixels. */
interface MapLabel {
  latLng: L.LatLng;
  lines: string[];
  name: "strong" | "place" | "site";
  letter: number;
  width: number;
  height: number;
}

interface SearchItem {
  name: string;
  plain: string;
  /** What it can be found by: its name, kind and place; and then its municipality and postcodes. */
  words: string;
  more: string;
  kind: string;
  where: string;
  /** What a site is that is not open; empty for all else. It may change in a live map. */
  state: () => string;
  go: () => void;
}

interface SearchActions {
  place: (place: Place) => void;
  area: (area: Area) => void;
  areas: (areas: Area[]) => void;
  site: (site: Site) => void;
}

/** A column of a table that is saved. */
type TableColumn = [name: string, values: (Cell | undefined)[]];
