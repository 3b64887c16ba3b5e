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
  outside: string | null;
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
  /** The views that are shown in panes of their own beside this one: a title and a key each. */
  beside: [string, string][];
  /** Of the number of an area. */
  decimals: number;
  /** The darkest colour is that of the lowest numbers. */
  more_is_better: boolean;
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
  /** Per part where its ride comes from or goes to; none where nothing is named. */
  ends: ({ site: string; share: string } | null)[];
}

/** A norm in the panel of a larger area; `before` is what it was, in a scenario. */
interface Outcome {
  label: string;
  limit: number;
  total: string;
  verdict: string;
  outside: string;
  share: string;
  aged: [number, string][];
  /** Which share must be within the limit, null if it asks none, and the word of the areas in which it asks that. */
  asked: number | null;
  per: string;
  before: Outcome | null;
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
  /** Columns of remarks that are texts. */
  texts: Record<string, Coded>;
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
  levels?: RawLevel[];
  outcomes?: Outcome[];
}

/** Larger areas that the map can show; `inside` has the place of the one that each area of the map lies in. */
interface RawLevel {
  words: [string, string];
  code: string[];
  name: string[];
  gemeente: string[];
  point: [number[], number[]];
  inside: number[];
  columns: Record<string, Column>;
}

// ---- The labels of a live map

/** Numbers as base64 of little-endian bytes. */
interface Packed {
  type: "u1" | "i1" | "u2" | "i2" | "u4" | "i4" | "f4" | "f8";
  data: string;
  /** Of those that are deflated: how many bytes they were. */
  size?: number;
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
  kind: string;
  /** The columns of rides, with the list that each is a ride of: 0 of stations, 1 of sites. */
  parts: Record<string, number>;
  /** All its columns of areas, without its name before them. */
  columns: string[];
  /** Which part of the people must be within the limit, and of whom together; null if it asks none. */
  asked: number | null;
  per: string;
  /** What such an area is called, one and more. */
  words: string[];
  limit: number;
  turnout: number;
  on_scene: number;
  flag_share: number;
  stations: string;
  /** Its rides are those of an ambulance. */
  ambulance: boolean;
  label: string;
  /** What is not there for people whom nothing serves any more. */
  nothing: string;
  counting: string;
}

interface RawLabels {
  moments: [string, string][];
  people: Packed;
  known: Packed;
  /** By age the share of the inhabitants from that age on. */
  aged: [number, Packed][];
  /** The larger areas: their codes and names, and the place among them of each area. */
  levels: Record<string, { codes: string[]; names: string[]; unit: Packed }>;
  candidates: number[];
  trips: Record<string, { at: RawAt; tables: RawTripTable[]; counting: string }>;
  /** By the name of a norm; norms that differ in their moment alone share their table. */
  chains: Record<string, { at: RawAt } & NormConstants>;
  tables: RawChainTable[];
  unknown_hours: Record<string, Record<string, number>>;
  columns: string[];
  /** The columns of areas of a trip. */
  parts: string[];
  changed: string;
  /** Said of a figure without an interval. */
  one_run: string;
  estimates: Estimate[];
  /** Per moment and kind what the norms do not say. */
  beside: Record<string, Record<string, string>>;
  /** Per norm and row why a site never counts for it. */
  left_out: Record<string, Record<string, string>>;
  /** Null where the page cannot search over the roads; absent in labels alone. */
  roads?: RawRoads | null;
}

/** An accepted interval of inhabitants outside a norm, as things are or newly without the sites that are closed. */
interface Estimate {
  norm: string;
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

/** Residents who are counted together: their area and their weight. */
interface Groups {
  area: Numbers;
  weight: Numbers;
}

interface TripTable extends Groups {
  sites: Ranks;
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

/** Larger areas, and the place among them of each buurt. */
interface LabelLevel {
  codes: string[];
  names: string[];
  unit: Numbers;
}

interface Labels extends Omit<RawLabels, "people" | "known" | "aged" | "levels" | "trips" | "chains" | "tables"> {
  people: Numbers;
  known: Numbers;
  aged: [number, Numbers][];
  levels: Record<string, LabelLevel>;
  trips: Record<string, TripLabels>;
  chains: Record<string, ChainLabels>;
}

// ---- The roads of a live map

/** Whole numbers, with those that do not fit apart: their places and themselves. */
type PackedSteps = Packed & { far: [places: number[], numbers: number[]] };

/** A ride: `at` are the periods in which a site is open at the ride's own moment, null if it has none. */
interface RideRules {
  kind: string;
  /** Mode and direction, such as "auto to_site". */
  way: string;
  /** Only sites count that are open day and night. */
  always: boolean;
  at: string[] | null;
}

interface Period {
  name: string;
  label: string;
  hours: string;
  /** The moments at which a site with these hours is open. */
  open: string[];
}

interface RawRoads {
  degree: Packed;
  head: PackedSteps;
  length: PackedSteps;
  pace: Packed;
  paces: Record<string, (number | null)[][]>;
  shape: {
    origin: number[];
    count: Packed;
    x: PackedSteps;
    y: PackedSteps;
    between_x: PackedSteps;
    between_y: PackedSteps;
  };
  unit: number;
  limit_m: number;
  leg_kmh: number;
  points: { area: Packed; road: Packed; count: Packed; share: Packed; leg: Packed; weight: Packed | null };
  sites: { row: Packed; road: Packed; share: Packed; leg: Packed };
  gates: Record<string, { row: Packed; node: Packed; seconds: Packed }>;
  trips: Record<string, RideRules>;
  chains: Record<string, RideRules[]>;
  periods: Period[];
  always: string;
}

/** A place along a road, from 0 at its tail to 1 at its head, and the metres to it. */
interface RoadPlace {
  road: number;
  share: number;
  leg_m: number;
}

interface Roads {
  nodes: number;
  tail: Int32Array;
  head: Int32Array;
  /** In metres. */
  length: Float64Array;
  /** Per road its row in the table of seconds per metre of each mode: there and back. */
  pace: Numbers;
  paces: Record<string, (number | null)[][]>;
  x: Int32Array;
  y: Int32Array;
  vertices: Numbers;
  betweenX: Int32Array;
  betweenY: Int32Array;
  unit: number;
  limit_m: number;
  /** Seconds per metre between an address or a site and its road. */
  metre_s: number;
  points: Groups & { runs: Int32Array; runArea: Numbers; road: Numbers; share: Float64Array; leg_m: Float64Array };
  sites: Map<number, RoadPlace>;
  gates: Record<string, { row: Numbers; node: Numbers; seconds: Numbers }>;
  neighbours: { begin: Int32Array; side: Int32Array };
  /** Per way the seconds over each road, there and back, and the longest of them. */
  costs: Map<string, Float64Array>;
  longest: Map<string, number>;
}

/** What a search found: per junction the seconds and the nearest site. */
interface Sweep {
  seconds: Float64Array;
  site: Int32Array;
  places: Map<number, RoadPlace | undefined>;
}

/** Per address the minutes and the row of the nearest site; NaN and -1 where there is none. */
interface Reached {
  minutes: Float64Array;
  row: Int32Array;
  /** Of one that went on from another: the minutes of that, and the areas that may have others now. */
  since: { minutes: Float64Array; areas: number[] } | null;
}

/** Minutes and rows of another outcome. */
interface RidesThen {
  minutes: Float64Array;
  row: ArrayLike<number>;
}

/** Sites that are open, by their rows: their place on the roads, undefined beyond them. */
type OpenPlaces = Map<number, RoadPlace | undefined>;

/** Sites that are open: rows of the data, and new ones with their place. */
interface OpenSites {
  rows: number[];
  added: OpenPlaces;
}

// ---- What follows from which sites are open

type Columns = Record<string, Column>;

interface TripsNow {
  table: Groups;
  /** Of each list which sites are open. */
  open: Uint8Array[];
  /** Per group its place in a list or the row of its site; negative for none. */
  slot: Int16Array | Int32Array;
  unknown: Uint8Array;
  minutes: Float64Array;
  visitors: Map<number, number>;
  columns: Columns;
}

/** Areas to add groups up to. */
interface Units {
  count: number;
  /** The area that each buurt lies in. */
  of: Numbers;
  /** Inhabitants per unit of weight of each buurt; null where weights of one buurt are held against each other alone. */
  people: Float64Array | null;
  known: Numbers;
}

/** The rides of each group in a chain, in minutes; NaN where there is none. */
interface Rides {
  table: Groups;
  unknown: Uint8Array;
  approach: Float64Array;
  transport: Float64Array;
  /** Whether it is not known that a group has no ride. */
  missing: (group: number) => boolean;
  /** The weight of a group that is outside the norm. */
  outside: (group: number) => number;
  /** Rows of the station that comes to each group, and of the site that it is brought to. */
  stations: Int32Array;
  sites: Int32Array;
}

/** Outcomes that the labels do not have, by kind or norm; null where they do. */
interface Elsewhere {
  trips: (kind: string) => TripsNow | null;
  chains: (norm: string) => ChainNow | null;
}

/** A part of the groups: the areas that it is of, null for all, and where their groups begin and end. */
interface Part {
  touched: Uint8Array | null;
  spans: Int32Array;
}

/** Another outcome over the same groups, and the part in which it is not the same. */
interface Past<Outcome> {
  now: Outcome;
  part: Part;
}

interface ChainNow extends Pick<Rides, "approach" | "transport" | "stations" | "sites"> {
  table: Groups;
  open: Uint8Array[];
  unknown: Uint8Array;
  lost: Uint8Array;
  cutOff: Uint8Array;
  /** The weight outside the norm per group. */
  over: Float64Array;
  /** The weight outside the norm per area, and that of all of whom something is known. */
  beyond: Float64Array;
  judged: Float64Array;
  people: number;
  /** Those of each age of the labels. */
  aged: number[];
  columns: Columns;
  verdicts: string[];
}

interface Situation {
  trips: Record<string, TripsNow>;
  chains: Record<string, ChainNow>;
}

/** The part of a situation that columns of areas are filled from. */
interface AreaColumns {
  trips: Record<string, { columns: Columns }>;
  chains: Record<string, { columns: Columns; verdicts: string[] }>;
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
  aged: { age: number; before: number; after: number }[];
  lost: number;
}

/** An area in which a norm asks its share. */
interface SharePart {
  /** The row of a site of a service area (-1: none), else the place of an area in its level. */
  code: number | string;
  people: number;
  within: number;
  met: boolean;
}

interface Shares {
  /** All inhabitants; null where that is unknown. */
  whole: SharePart | null;
  parts: SharePart[];
}

/** A norm in the card of its kind. */
interface NormCard {
  name: string;
  /** What sites of the scenario are called, by row. */
  siteName: (row: number) => string | undefined;
  totals: ChainTotals;
  shares: [Shares, Shares] | null;
  /** The service areas that end, with how those who lived in them fare after the change. */
  ended: SharePart[];
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
  norms: NormCard[];
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

type TomlValue = string | number | TomlValue[] | Map<string, TomlValue>;

/** Names of periods in which a site is open; null is day and night. */
type SiteHours = string[] | null;

interface NewSite {
  kind: string;
  lat: number;
  lon: number;
  name: string;
  hours: SiteHours;
}

/** The scenario of the reader: ids of sites that he closed and opened, new ones, other hours by id, and the moment. */
interface Scenario {
  closed: Set<string>;
  opened: Set<string>;
  added: NewSite[];
  hours: Map<string, SiteHours>;
  moment: string;
}

/** What a scenario can be about on this page; `kinds` are those of which a site can be new. */
interface Known {
  closable: Set<string>;
  openable: Set<string>;
  moments: string[];
  kinds: string[];
  periods: Period[];
  /** Whether a place in degrees is near enough to a road. */
  joins: (lat: number, lon: number) => boolean;
}

interface Saved {
  name: string;
  state: Scenario;
}

/** What a page keeps beside the present scenario. */
interface Shelf {
  saved: Saved[];
  /** What the second map shows; empty where there is none. */
  second: string;
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
  /** Of which it is one. */
  level: Level;
}

/** Areas of one sort, that of the map or a larger one. */
interface Level {
  words: [string, string];
  columns: Record<string, Column>;
  areas: Area[];
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
  /** In a live map: what it is of in the scenario, if it is new. */
  added?: NewSite;
  /** Called with its new place when it is dragged there. */
  onMove?: (latLng: L.LatLng) => void;
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
  /** What the map shows: at first its own areas, which are also the first of the levels. */
  level: Level;
  levels: Level[];
  outcomes: Outcome[];
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
  /** In a live map: which ambulance comes to an area. */
  who?: (area: Area) => HTMLElement | null;
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
  map: L.Map;
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
  hasOtherHours: (site: Site) => boolean;
  /** Null where the page has no roads: then there are no new sites and no other hours. */
  roads: RawRoads | null;
  known: Known;
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
  /** Take back what changed of a site. */
  restore: (site: Site) => void;
  /** Undefined gives a site the hours of its table again. */
  setHours: (site: Site, hours: SiteHours | undefined) => void;
  /** Put a new site on the map, or put it in the place of `old`. */
  put: (site: NewSite, old?: NewSite) => void;
  load: (next: Scenario) => void;
  /** Make what placing a site of a kind needs. */
  prepare: (kind: string) => void;
  setMoment: (moment: string) => void;
  undo: () => void;
  reset: () => void;
  actions: (site: Site) => HTMLElement[];
  readonly shelf: Shelf;
  /** Keep something else beside the scenario; `said` is read out when all is drawn. */
  keep: (shelf: Shelf, said: string) => void;
  /** Make a saved scenario the present one. */
  take: (saved: Saved) => void;
  outcomeOf: (state: Scenario) => ScenarioOutcome;
  /** The page has drawn its map. */
  drawn: (view: View, kinds: string[]) => void;
  fragment: (key: string) => string;
  follow: () => void;
  start: (page: PageOfLive) => void;
  /** What the keyboard comes to first. */
  first: () => HTMLElement | undefined;
  update: () => void;
}

/** A map's data, to fill for a scenario. */
interface Scene {
  data: LiveData;
  /** The situations that it was filled from last. */
  readonly sides: [Situation, Situation];
  /** Fill columns and sites, with the situations of the scenario where they are not given; returns those. */
  fill: (state: Scenario, given?: [Situation, Situation]) => [Situation, Situation];
}

/** What makes scenes. */
type Scenes = ReturnType<typeof import("./live_scene.js").createScenes>;

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
  name: "strong" | "place" | "site" | "figures";
  letter: number;
  width: number;
  height: number;
}

/** What a scenario comes to. */
interface ScenarioOutcome {
  norms: NormCard[];
  trips: Record<string, TripTotals>;
}

/** A row of the table of outcomes: per scenario what it shows and what is saved. */
interface OutcomeRow {
  label: string;
  cells: { text: string; value: Cell }[];
}

interface OutcomeGroup {
  title: string;
  rows: OutcomeRow[];
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
  areas: (areas: Area[], kind: "wijk" | "gemeente") => void;
  site: (site: Site) => void;
}

/** A column of a table that is saved. */
type TableColumn = [name: string, values: (Cell | undefined)[]];
