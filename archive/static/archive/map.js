// The map that zooms, in place of the still picture, which stays for paper and for whoever runs no scripts.
// It draws what the page itself says, on outlines of this site: nothing is asked of any other host.

const drawn = new WeakSet();

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// The outlines of the file: each line is whole steps from the point before, and is read when it is first seen.
class Outlines {
  constructor(held) {
    this.held = held;
    this.read = new Map();
  }

  // [latitude, longitude] in degrees.
  line(n) {
    if (!this.read.has(n)) {
      const [kx, ky] = this.held.scale, [ox, oy] = this.held.translate;
      let x = 0, y = 0;
      this.read.set(n, unbroken(this.held.lines[n].map(([dx, dy]) => { x += dx; y += dy; return [oy + y * ky, ox + x * kx]; })));
    }
    return this.read.get(n);
  }

  // The part of the world that some lines run through: [west, south, east, north].
  box(numbers) {
    const [kx, ky] = this.held.scale, [ox, oy] = this.held.translate;
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const n of numbers) {
      let x = 0, y = 0;
      for (const [dx, dy] of this.held.lines[n]) {
        x += dx; y += dy;
        if (x < box[0]) box[0] = x;
        if (y < box[1]) box[1] = y;
        if (x > box[2]) box[2] = x;
        if (y > box[3]) box[3] = y;
      }
    }
    return [ox + box[0] * kx, oy + box[1] * ky, ox + box[2] * kx, oy + box[3] * ky];
  }

  numbersOf(code) {
    return (this.held.countries[code] || []).flat().map((n) => (n >= 0 ? n : ~n));
  }

  ringsOf(code) {
    const walked = (n) => (n >= 0 ? this.line(n) : [...this.line(~n)].reverse());
    return (this.held.countries[code] || []).map((ring) => unbroken(ring.flatMap(walked)));
  }
}

// What runs over the 180th meridian goes on beyond it, and not once around the world.
function unbroken(points) {
  let turns = 0;
  return points.map(([lat, lon], n) => {
    const before = n ? points[n - 1][1] : lon;
    if (Math.abs(lon - before) > 180) turns += lon < before ? 360 : -360;
    return [lat, lon + turns];
  });
}

const SLICE = 8; // milliseconds of work, after which whatever the reader does comes first

async function inSlices(items, work) {
  let until = performance.now() + SLICE;
  for (const item of items) {
    work(item);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + SLICE;
  }
}

function meets([west, south, east, north], bounds) {
  if (north < bounds.getSouth() || south > bounds.getNorth()) return false;
  return [-360, 0, 360].some((turn) => east + turn >= bounds.getWest() && west + turn <= bounds.getEast());
}

function popup(place) {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = place.address;
  link.textContent = place.name;
  const says = document.createElement("p");
  says.textContent = place.says;
  box.append(link, says);
  return box;
}

function pin(place) {
  const icon = L.divIcon({ className: `pin ${place.precision}`, iconSize: [24, 24], html: "<span></span>" });
  return L.marker([place.at[1], place.at[0]], { icon, title: place.says, alt: place.says }).bindPopup(popup(place));
}

function cluster(group) {
  const html = `<span>${group.getChildCount()}</span>`;
  return L.divIcon({ className: "pin several", iconSize: [36, 36], html });
}

// What can be drawn, with the part of the world that it lies in: coasts, borders, and countries that are places.
function shapesOf(outlines, places, borders) {
  const thin = { color: colour("--soft"), weight: 1, interactive: false };
  const area = { stroke: false, fillColor: colour("--accent"), fillOpacity: 0.14 };
  const line = (style) => (n) => ({ box: outlines.box([n]), layer: () => L.polyline(outlines.line(n), style) });
  const country = (place) => ({
    box: outlines.box(outlines.numbersOf(place.outline)),
    layer: () => L.polygon(outlines.ringsOf(place.outline).map((ring) => [ring]), area).bindPopup(popup(place)),
  });
  return [
    ...outlines.held.coasts.map(line(thin)),
    ...(borders ? outlines.held.borders.map(line({ ...thin, dashArray: "2 3" })) : []),
    ...places.filter((one) => one.outline && outlines.held.countries[one.outline]).map(country),
  ];
}

function openOn(map, firstView) {
  const [west, south, east, north] = firstView.split(",").map(Number);
  map.fitBounds(L.latLngBounds([south, west], [north, east]).pad(0.15), { maxZoom: 7 });
}

function wayOut(map, pins, words) {
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const button = L.DomUtil.create("button", "all-places");
    button.type = "button";
    button.textContent = words;
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => map.fitBounds(pins.getBounds().pad(0.15)));
    return button;
  };
  control.addTo(map);
}

async function draw(holder) {
  drawn.add(holder);
  const places = JSON.parse(document.getElementById("map-places").textContent);
  const outlines = new Outlines(await (await fetch(holder.dataset.outlines)).json());
  holder.hidden = false;
  holder.closest("figure").classList.add("live");
  const map = L.map(holder, { preferCanvas: true, attributionControl: false, minZoom: 1, maxZoom: 10, worldCopyJump: true });
  let waiting = shapesOf(outlines, places, holder.dataset.borders);
  openOn(map, holder.dataset.firstView);
  const pins = L.markerClusterGroup({ iconCreateFunction: cluster, showCoverageOnHover: false, maxClusterRadius: 40, removeOutsideVisibleBounds: false });
  pins.addLayers(places.filter((one) => one.at).map(pin));
  map.addLayer(pins);
  if (holder.dataset.allPlaces) wayOut(map, pins, holder.dataset.allPlaces);
  const drawSeen = async () => {
    const bounds = map.getBounds().pad(0.5);
    const seen = waiting.filter((one) => meets(one.box, bounds));
    waiting = waiting.filter((one) => !seen.includes(one));
    await inSlices(seen, (one) => one.layer().addTo(map));
  };
  map.on("moveend", drawSeen);
  await drawSeen();
  holder.dataset.drawn = "";
}

function drawAll() {
  for (const holder of document.querySelectorAll("[data-outlines]")) if (!drawn.has(holder)) draw(holder);
}

document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
