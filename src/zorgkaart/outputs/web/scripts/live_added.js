// New sites as sites of the data: they stand behind those of the page, and are made anew when they change.

/**
 * @param {NewSite} site
 * @param {number} number
 * @param {((site: NewSite, latLng: L.LatLng) => void) | null} onMove
 * @returns {Site}
 */
const siteOf = (site, number, onMove) => ({
  id: `nieuw-${number}`,
  naam: site.name,
  soort: site.kind,
  counts: true,
  latLng: L.latLng(site.lat, site.lon),
  added: site,
  precisie: "kaartpunt",
  sites_status: "nieuw in dit scenario",
  bron: "door u geplaatst",
  countsIn: {},
  ...(onMove && { onMove: (/** @type {L.LatLng} */ latLng) => onMove(site, latLng) }),
});

/**
 * The name of the place whose middle is nearest.
 *
 * @param {Pick<Data, "places">} data
 * @param {Pick<NewSite, "lat" | "lon">} at
 */
export function nearestPlace({ places }, { lat, lon }) {
  const narrow = Math.cos((lat * Math.PI) / 180);
  let [best, name] = [Infinity, ""];
  for (const place of places) {
    const away = (place.latLng.lat - lat) ** 2 + ((place.latLng.lng - lon) * narrow) ** 2;
    if (away < best) [best, name] = [away, place.name];
  }
  return name;
}

/**
 * Keep the new sites of the scenario among the sites of the data.
 *
 * @param {Data} data
 * @param {((site: NewSite, latLng: L.LatLng) => void) | null} onMove called when one is dragged; null where none can be
 */
export function createAddedSites(data, onMove) {
  const first = data.sites.length;
  return {
    /** @param {NewSite[]} added */
    show(added) {
      const old = data.sites.splice(first);
      added.forEach((site, i) => {
        const number = i + 1;
        const present = old.find((one) => one.added === site && one.id === `nieuw-${number}`);
        data.sites.push(present ?? siteOf(site, number, onMove));
      });
    },
  };
}
