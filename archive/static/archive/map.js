// The map that zooms, in place of the still picture, which stays for paper and for whoever runs no scripts.
// It draws what the page itself says, on outlines of this site: nothing is asked of any other host.

const drawn = new WeakSet();

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Lines of whole steps, each from the point before, as degrees (the file says by what to multiply them).
function linesOf(held) {
  const [kx, ky] = held.scale, [ox, oy] = held.translate;
  return held.lines.map((line) => {
    let x = 0, y = 0;
    return unbroken(line.map(([dx, dy]) => { x += dx; y += dy; return [oy + y * ky, ox + x * kx]; }));
  });
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

function ringsOf(code, held, lines) {
  const walked = (n) => (n >= 0 ? lines[n] : [...lines[~n]].reverse());
  return (held.countries[code] || []).map((ring) => unbroken(ring.flatMap(walked)));
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

async function draw(holder) {
  drawn.add(holder);
  const places = JSON.parse(document.getElementById("map-places").textContent);
  const held = await (await fetch(holder.dataset.outlines)).json();
  const lines = linesOf(held);
  holder.hidden = false;
  holder.closest("figure").classList.add("live");
  const map = L.map(holder, { preferCanvas: true, attributionControl: false, minZoom: 1, maxZoom: 10, worldCopyJump: true });
  const thin = { color: colour("--soft"), weight: 1, interactive: false };
  for (const n of held.coasts) L.polyline(lines[n], thin).addTo(map);
  if (holder.dataset.borders) for (const n of held.borders) L.polyline(lines[n], { ...thin, dashArray: "2 3" }).addTo(map);
  const accent = colour("--accent");
  for (const place of places.filter((one) => one.outline)) {
    const rings = ringsOf(place.outline, held, lines);
    L.polygon(rings.map((ring) => [ring]), { stroke: false, fillColor: accent, fillOpacity: 0.14 }).bindPopup(popup(place)).addTo(map);
  }
  const pins = L.markerClusterGroup({ iconCreateFunction: cluster, showCoverageOnHover: false, maxClusterRadius: 40 });
  pins.addLayers(places.filter((one) => one.at).map(pin));
  map.addLayer(pins);
  const within = pins.getLayers().length ? pins.getBounds() : L.featureGroup(Object.values(map._layers).filter((one) => one.getPopup && one.getPopup())).getBounds();
  map.fitBounds(within.pad(0.15), { maxZoom: 7 });
  holder.dataset.drawn = "";
}

function drawAll() {
  for (const holder of document.querySelectorAll("[data-outlines]")) if (!drawn.has(holder)) draw(holder);
}

document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
