// Reads what the page carries and makes the views that it has data for.

class Report {
  constructor(payload) {
    this.payload = payload;
    this.dimension = payload.axes.length;
    this.directions = Direction.all(payload);
    this.firstAxes = payload.pair ?? [0, Math.min(1, this.dimension - 1)];
    this.samples = payload.samples ? Packed.floats(payload.samples.values) : null;
    this.rows = payload.samples?.rows ? Packed.integers(payload.samples.rows) : null;
    this.outliers = payload.samples?.outliers ? Packed.bytes(payload.samples.outliers) : null;
    this.sampleWeights = payload.samples?.weights ? Packed.floats(payload.samples.weights) : null;
    this.states = payload.states ?? [];
    this.mixtures = this.states.length > 0 ? Mixture.unpack(Packed.floats(payload.mixtures), this.states.map(state => state.components), this.dimension) : null;
    this.index = Math.max(0, this.states.length - 1);
    this.slotOf = Report.slots(this.states);
    this.known = new Map();
    this.focus = null;
    this.theme = new Theme();
    this.views = {};
  }

  /** A colour for each identity: the first that no component of the same state has, kept for ever. */
  static slots(states) {
    const slotOf = new Map();
    for (const { ids } of states) {
      const used = new Set(ids.map(id => slotOf.get(id)));
      for (const id of ids) {
        if (slotOf.has(id)) continue;
        let slot = 0;
        while (used.has(slot)) slot++;
        used.add(slot);
        slotOf.set(id, slot);
      }
    }
    return slotOf;
  }

  get state() {
    return this.states[this.index];
  }

  get mixture() {
    return this.mixtures?.[this.index] ?? null;
  }

  get ids() {
    return this.state.ids ?? [...this.mixture.weights.keys()];
  }

  get slots() {
    return this.ids.map(id => this.slotOf.get(id));
  }

  /** How strongly each component is drawn: all the same, or one in focus. */
  get strengths() {
    return this.ids.map(id => this.focus === null || this.focus === id ? 1 : 0.15);
  }

  /** Most likely components and certainties of the samples drawn, by the mixture of the state shown. */
  get assigned() {
    if (!this.mixture || !this.samples) return null;
    if (!this.known.has(this.index)) {
      if (this.known.size >= 24) this.known.delete(this.known.keys().next().value);
      this.known.set(this.index, this.mixture.assign(this.samples, this.samples.length / this.dimension));
    }
    return this.known.get(this.index);
  }

  get counts() {
    if (!this.assigned) return null;
    const counts = new Array(this.mixture.size).fill(0);
    for (const k of this.assigned.component) counts[k]++;
    return counts;
  }

  /** Shows another state in all views. */
  show(index) {
    this.index = Math.min(Math.max(0, index), this.states.length - 1);
    if (this.focus !== null && !this.ids.includes(this.focus)) this.focus = null;
    for (const view of Object.values(this.views)) view.show();
  }

  /** Shows the state next to an iteration, or to a position of a stream. */
  pick(iteration) {
    if (this.states.length < 2) return;
    const far = state => Math.abs(state.iteration - iteration);
    this.views.replay?.stop();
    this.show(this.states.reduce((best, state, at) => far(state) < far(this.states[best]) ? at : best, 0));
  }

  focusOn(id) {
    this.focus = id;
    for (const view of Object.values(this.views)) view.show();
  }

  /** One sample in words. */
  tellSample(n, pair) {
    const { axes } = this.payload, lines = [`row ${Format.count(this.rows ? this.rows[n] : n)}`];
    const shown = new Set(pair.filter(direction => !direction.key.startsWith("p")).map(direction => Number(direction.key)));
    for (let j = 0; j < this.dimension && shown.size < 6; j++) shown.add(j);
    for (const j of [...shown].sort((a, b) => a - b))
      lines.push(`${axes[j].name}: ${Format.to(axes[j].center + axes[j].scale * this.samples[n * this.dimension + j], Math.abs(axes[j].scale) / 1000)}`);
    if (this.sampleWeights) lines.push(`weight ${Format.short(this.sampleWeights[n])}`);
    if (this.assigned) lines.push(`component ${this.ids[this.assigned.component[n]]}, ${(100 * this.assigned.certainty[n]).toFixed(1)} %`);
    if (this.outliers?.[n]) lines.push("outlier");
    return lines.join("\n");
  }

  restyle() {
    this.theme = new Theme();
    for (const view of Object.values(this.views)) view.restyle();
  }
}

/** Light or dark: as the reader's system says until the button says otherwise. */
function followTheme(report) {
  const root = document.documentElement, button = document.getElementById("theme"), dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  const apply = theme => {
    root.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light theme" : "Dark theme";
    report.restyle();
    for (const view of Object.values(report.views)) view.plot?.draw();
  };
  const usual = () => chosen ?? (dark.matches ? "dark" : "light");
  button.addEventListener("click", () => apply(chosen = root.dataset.theme === "dark" ? "light" : "dark"));
  dark.addEventListener("change", () => apply(usual()));
  addEventListener("beforeprint", () => apply("light"));
  addEventListener("afterprint", () => apply(usual()));
  apply(usual());
}

/** On a wide screen: the scatter beside what is smaller; what is left alone takes the whole width. */
function arrange({ scatter, histogram, logLikelihood, criteria }) {
  const small = [histogram, logLikelihood, criteria].filter(Boolean);
  if (scatter) scatter.card.style.setProperty("--beside", small.length);
  else if (small.length % 2 === 1) small.at(-1).card.classList.add("wide");
}

function openReport() {
  const payload = JSON.parse(document.getElementById("report").textContent), report = new Report(payload);
  document.getElementById("title").textContent = payload.title;
  document.getElementById("facts").append(...(payload.facts ?? []).map(([name, text]) => element("div", {}, element("dt", { text: name }), element("dd", { text: text.replace(/^-(?=\d)/, "−") }))));
  document.getElementById("notes").append(...(payload.notes ?? []).map(text => element("p", { text })));
  const kinds = { replay: ReplayView, scatter: ScatterView, histogram: HistogramView, logLikelihood: TraceView, criteria: CriteriaView, stream: StreamView, components: ComponentsView };
  const main = document.getElementById("views");
  for (const [name, View] of Object.entries(kinds))
    if (View.fits(payload)) main.append((report.views[name] = new View(report)).card);
  arrange(report.views);
  followTheme(report);
  const handles = Object.fromEntries(Object.entries(report.views).map(([name, view]) => [name, view.handle]));
  window.streamGmmReport = {
    payload, views: handles,
    get state() { return report.index; },
    get states() { return report.states; },
    get theme() { return document.documentElement.dataset.theme; },
    get assigned() { return report.assigned?.component; },
    show: index => report.show(index),
    focusOn: id => report.focusOn(id),
  };
}

openReport();
