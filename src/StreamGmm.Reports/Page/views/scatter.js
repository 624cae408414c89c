// Samples and ellipses on two directions.

class ScatterView {
  /** The shares of the probability that the contours hold. */
  static shares = [0.99, 0.95, 0.8, 0.5];

  static fits = ({ axes, samples, states }) => axes.length > 1 && Boolean(samples || states?.length);

  constructor(report) {
    this.report = report;
    const { samples, mixtures, directions } = report;
    this.shown = { samples: Boolean(samples), ellipses: true, contours: !samples, boundaries: false, outliers: Boolean(report.outliers) };
    this.scores = new Map();
    const [first, second] = report.firstAxes;
    this.pair = [directions[first], directions[second]];
    this.canvas = element("canvas", { role: "img" });
    this.tip = element("div", { className: "tip", hidden: true });
    this.caption = element("p", { className: "caption" });
    this.drawing = element("div", {
      className: "drawing", tabindex: "0", role: "group", "aria-label": "Scatter: arrow keys move the view, plus and minus zoom, 0 shows all",
    }, this.canvas, this.tip);
    this.selects = [0, 1].map(a => Elements.choice("xy"[a], directions.map(({ key, name }) => ({ value: key, text: name })), this.pair[a].key, key => this.turn(a, key)));
    const toggle = (name, text) => Elements.toggle(text, this.shown[name], on => this.set(name, on));
    this.card = Elements.card("scatter", "Samples and components",
      element("div", { className: "controls" }, ...(directions.length > 2 ? this.selects : [])),
      element("div", { className: "controls", role: "group", "aria-label": "What the scatter shows" },
        samples && mixtures && toggle("samples", "samples"),
        mixtures && toggle("ellipses", "ellipses"),
        mixtures && toggle("contours", "contours"),
        mixtures && toggle("boundaries", "boundaries"),
        report.outliers && toggle("outliers", `outliers (${Format.count(report.payload.samples.outlierCount)})`)),
      this.drawing, this.caption);
    this.card.querySelector("header").append(element("div", { className: "controls", role: "group", "aria-label": "Zoom" },
      element("button", { type: "button", className: "quiet square", "aria-label": "Zoom in", text: "+", on: { click: () => this.zoom(0.7) } }),
      element("button", { type: "button", className: "quiet square", "aria-label": "Zoom out", text: "−", on: { click: () => this.zoom(1 / 0.7) } }),
      element("button", { type: "button", className: "quiet", text: "all", on: { click: () => this.all() } })));
    if (!samples) this.card.querySelector("h2").textContent = "Mixture";
    if (!mixtures) this.card.querySelector("h2").textContent = "Samples";
    this.plot = new Plot(this.canvas)
      .layer("contours", (context, plot) => this.drawContours(context, plot))
      .layer("samples", (context, plot) => this.drawSamples(context, plot))
      .layer("outliers", (context, plot) => this.shown.outliers && this.shown.samples && Marks.outliers(context, plot, this.xs, this.ys, report.outliers))
      .layer("boundaries", (context, plot) => this.drawBoundaries(context, plot))
      .layer("ellipses", (context, plot) => this.drawEllipses(context, plot));
    this.listen();
    this.place();
  }

  scoresOf(direction) {
    if (!this.scores.has(direction.key)) this.scores.set(direction.key, direction.scores(this.report.samples, this.report.dimension));
    return this.scores.get(direction.key);
  }

  /** Takes another direction; the one that the other axis has is swapped. */
  turn(a, key) {
    const next = this.report.directions.find(direction => direction.key === key);
    if (this.pair[1 - a] === next) this.pair[1 - a] = this.pair[a];
    this.pair[a] = next;
    this.selects.forEach((choice, at) => choice.select.value = this.pair[at].key);
    this.place();
  }

  set(name, on) {
    this.shown[name] = on;
    this.plot.redraw(name, ...(name === "samples" && this.report.outliers ? ["outliers"] : []));
    this.tell();
  }

  /** The view that fits the directions. */
  place() {
    const { report } = this;
    [this.xs, this.ys] = report.samples ? this.pair.map(direction => this.scoresOf(direction)) : [[], []];
    this.mixture = report.mixture && Direction.project(report.mixture, this.pair);
    const last = report.mixtures && Direction.project(report.mixtures[report.mixtures.length - 1], this.pair);
    this.ends = [this.xs, this.ys].map((scores, a) => Direction.ends(scores, last, a));
    this.look(...this.ends.map(ends => ends.usual));
  }

  look([left, right], [bottom, top]) {
    this.plot.x = this.pair[0].axis(left, right);
    this.plot.y = this.pair[1].axis(bottom, top);
    this.outside = 0;
    for (let n = 0; n < this.xs.length; n++)
      if (this.xs[n] < left || this.xs[n] > right || this.ys[n] < bottom || this.ys[n] > top) this.outside++;
    this.plot.redraw();
    this.tell();
  }

  all() {
    this.look(...this.ends.map(ends => ends.whole));
  }

  zoom(factor, unit = [(this.plot.x.from + this.plot.x.to) / 2, (this.plot.y.from + this.plot.y.to) / 2]) {
    this.look(...[this.plot.x, this.plot.y].map((axis, a) => [axis.from, axis.to].map(end => unit[a] + factor * (end - unit[a]))));
  }

  move(right, up) {
    const shift = (axis, part) => [axis.from, axis.to].map(end => end + part * (axis.to - axis.from));
    this.look(shift(this.plot.x, right), shift(this.plot.y, up));
  }

  /** Another state of the replay, or another component in focus. */
  show() {
    this.mixture = this.report.mixture && Direction.project(this.report.mixture, this.pair);
    this.plot.redraw(...["samples", "ellipses"], ...(this.shown.contours ? ["contours"] : []), ...(this.shown.boundaries ? ["boundaries"] : []));
    this.tell();
  }

  restyle() {
    this.plot.restyle();
  }

  drawSamples(context, plot) {
    if (!this.shown.samples) return;
    const { report, xs, ys } = this, base = xs.length > 6000 ? 0.6 : 0.8, { assigned, mixture } = report;
    if (!assigned) return Marks.samples(context, plot, xs, ys, () => -1, () => base * 0.8);
    const least = 1 / mixture.size, spread = 1 - least || 1, slots = report.slots, strengths = report.strengths;
    Marks.samples(context, plot, xs, ys, n => slots[assigned.component[n]],
      n => base * strengths[assigned.component[n]] * (mixture.size === 1 ? 1 : 0.15 + 0.85 * (assigned.certainty[n] - least) / spread));
  }

  drawEllipses(context, plot) {
    if (!this.mixture || !this.shown.ellipses) return;
    const { report, mixture } = this;
    Marks.ellipses(context, plot, mixture, k => report.slots[k], k => report.strengths[k]);
    for (let k = mixture.size - 1; k >= 0; k--)
      Marks.number(context, plot, String(report.ids[k]), plot.theme.look(report.slots[k]), plot.px(mixture.mean(k, 0)), plot.py(mixture.mean(k, 1)), mixture.size > 24);
  }

  drawContours(context, plot) {
    this.levels = [];
    if (!this.mixture || !this.shown.contours) return;
    const regions = new Regions(plot, this.mixture), values = regions.lnDensity(), { theme } = plot;
    this.levels = this.mixture.rims(ScatterView.shares);
    const labels = [];
    this.levels.forEach((level, index) => {
      const rings = regions.rings(values, level);
      context.beginPath();
      for (const ring of rings) {
        ring.forEach(([px, py], n) => n === 0 ? context.moveTo(px, py) : context.lineTo(px, py));
        context.closePath();
      }
      context.fillStyle = context.strokeStyle = theme.accent;
      context.globalAlpha = 0.07;
      context.fill("evenodd");
      context.globalAlpha = 0.75;
      context.lineWidth = 1;
      context.stroke();
      context.globalAlpha = 1;
      const longest = rings.reduce((one, other) => other.length > one.length ? other : one, []);
      if (longest.length > 24) labels.push({ text: Format.percent(ScatterView.shares[index]), ring: longest });
    });
    this.labelContours(context, plot, labels);
  }

  /** The share, at the lowest point of each ring; where another label is near, at its right, its left or its top. */
  labelContours(context, plot, labels) {
    const { left, top, width, height } = plot.frame, placed = [];
    context.font = `11px ${plot.theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 4;
    for (const { text, ring } of labels) {
      const inside = ring.filter(([px, py]) => px > left + 20 && px < left + width - 20 && py > top + 8 && py < top + height - 8);
      const ends = [(a, b) => b[1] > a[1], (a, b) => b[0] > a[0], (a, b) => b[0] < a[0], (a, b) => b[1] < a[1]]
        .map(further => inside.reduce((one, other) => one === null || further(one, other) ? other : one, null)).filter(Boolean);
      const place = ends.find(([px, py]) => !placed.some(([x, y]) => Math.abs(x - px) < 34 && Math.abs(y - py) < 14));
      if (!place) continue;
      placed.push(place);
      context.strokeStyle = plot.theme.surface;
      context.strokeText(text, ...place);
      context.fillStyle = plot.theme.muted;
      context.fillText(text, ...place);
    }
  }

  drawBoundaries(context, plot) {
    if (!this.mixture || !this.shown.boundaries) return;
    context.beginPath();
    for (const ring of new Regions(plot, this.mixture).boundaries()) {
      ring.forEach(([px, py], n) => n === 0 ? context.moveTo(px, py) : context.lineTo(px, py));
      context.closePath();
    }
    context.strokeStyle = plot.theme.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }

  /** The caption, and the text that stands for the picture. */
  tell() {
    const { report, mixture, pair, shown, outside } = this, said = [];
    if (report.samples && mixture) said.push("Samples have the colour of their most likely component; the paler, the less certain.");
    if (mixture && shown.ellipses) said.push("Ellipses at 1, 2 and 3 σ; the heavier the component, the stronger.");
    if (mixture && shown.contours) said.push("The filled regions hold 50, 80, 95 and 99 % of the probability.");
    if (mixture && shown.boundaries) said.push(report.dimension > 2
      ? `Boundaries belong to the mixture of the two axes drawn; the colours are those of all ${report.dimension} axes.`
      : "Boundaries lie where the most likely component changes.");
    if (outside > 0) said.push(`${Format.count(outside)} of the samples drawn ${outside === 1 ? "lies" : "lie"} outside of the view; “all” shows them.`);
    this.caption.textContent = said.join(" ");
    const place = k => pair.map((direction, a) =>
      Format.to(direction.center + direction.scale * mixture.mean(k, a), direction.scale * mixture.deviation(k, a) / 10)).join(", ");
    const components = mixture ? Array.from({ length: mixture.size }, (_, k) =>
      `component ${report.ids[k]}, weight ${Format.percent(mixture.weights[k])}, mean (${place(k)})`) : [];
    const text = `Scatter of ${pair[0].name} and ${pair[1].name}`
      + (report.samples ? `: ${Format.count(this.xs.length)} samples` : "")
      + (mixture ? `; ${mixture.size} ${mixture.size === 1 ? "component" : "components"}: ${Elements.list(components, 12)}.` : ".");
    this.canvas.setAttribute("aria-label", text);
  }

  listen() {
    const { drawing } = this;
    let held = null;
    const keys = {
      ArrowLeft: () => this.move(-0.1, 0), ArrowRight: () => this.move(0.1, 0), ArrowUp: () => this.move(0, 0.1), ArrowDown: () => this.move(0, -0.1),
      "+": () => this.zoom(0.7), "=": () => this.zoom(0.7), "-": () => this.zoom(1 / 0.7), 0: () => this.all(),
    };
    drawing.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      keys[event.key]();
      event.preventDefault();
    });
    drawing.addEventListener("wheel", event => {
      if (!event.ctrlKey && !event.metaKey) return; // a plain wheel scrolls the page
      this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, [this.plot.unitX(event.offsetX), this.plot.unitY(event.offsetY)]);
      event.preventDefault();
    }, { passive: false });
    drawing.addEventListener("pointerdown", event => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      held = { x: event.clientX, y: event.clientY };
      drawing.setPointerCapture(event.pointerId);
    });
    drawing.addEventListener("pointermove", event => {
      if (held) {
        const { frame } = this.plot, { x, y } = held;
        held = { x: event.clientX, y: event.clientY };
        this.tip.hidden = true;
        this.move((x - event.clientX) / frame.width, (event.clientY - y) / frame.height);
      } else this.point(event);
    });
    drawing.addEventListener("pointerup", event => {
      held = null;
      this.point(event);
    });
    drawing.addEventListener("pointercancel", () => held = null);
    drawing.addEventListener("pointerleave", event => this.tip.hidden ||= event.pointerType !== "touch"); // a tap leaves at once: what it told stays
    drawing.addEventListener("dblclick", () => this.place());
  }

  /** Tells the sample under the pointer. */
  point(event) {
    const box = this.canvas.getBoundingClientRect(), px = event.clientX - box.left, py = event.clientY - box.top;
    let nearest = -1, least = 144;
    if (this.shown.samples)
      for (let n = 0; n < this.xs.length; n++) {
        const distance = (this.plot.px(this.xs[n]) - px) ** 2 + (this.plot.py(this.ys[n]) - py) ** 2;
        if (distance < least) [least, nearest] = [distance, n];
      }
    this.tip.hidden = nearest < 0;
    if (nearest < 0) return;
    this.tip.textContent = this.report.tellSample(nearest, this.pair);
    const at = [this.plot.px(this.xs[nearest]), this.plot.py(this.ys[nearest])];
    this.tip.style.left = at[0] > box.width / 2 ? "" : `${at[0] + 12}px`;
    this.tip.style.right = at[0] > box.width / 2 ? `${box.width - at[0] + 12}px` : "";
    this.tip.style.top = `${Math.min(at[1] + 10, box.height - this.tip.offsetHeight - 4)}px`;
  }

  /** For tests and the curious. */
  get handle() {
    const view = this;
    return {
      canvas: this.canvas,
      toPixel: (x, y) => this.plot.toPixel(x, y),
      toValue: (px, py) => this.plot.toValue(px, py),
      get axes() { return view.pair.map(direction => direction.name); },
      get state() { return view.report.index; },
      get levels() { return view.levels; },
      get samples() { return Array.from(view.xs, (u, n) => [view.plot.x.toValue(u), view.plot.y.toValue(view.ys[n])]); },
      get ellipses() {
        const { mixture, report, pair } = view;
        return Array.from({ length: mixture?.size ?? 0 }, (_, k) => ({
          component: report.ids[k], weight: mixture.weights[k], color: view.plot.theme.look(report.slots[k]).color,
          mean: pair.map((direction, a) => direction.center + direction.scale * mixture.mean(k, a)),
          points: [1, 2, 3].map(sigma => mixture.ellipse(k, sigma).map(point => point.map((u, a) => pair[a].center + pair[a].scale * u))),
        }));
      },
      draw: () => this.plot.draw(),
    };
  }
}
