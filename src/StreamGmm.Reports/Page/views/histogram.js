// Counts along one direction, and what the mixture expects of them.

class HistogramView {
  static fits = ({ samples, states }) => Boolean(samples || states?.length);

  constructor(report) {
    this.report = report;
    const { directions, mixtures } = report;
    this.shown = { components: true, sum: true, boundaries: false, outliers: false };
    this.direction = directions[report.firstAxes[0]];
    this.canvas = element("canvas", { role: "img" });
    this.caption = element("p", { className: "caption" });
    const toggle = (name, text) => Elements.toggle(text, this.shown[name], on => this.set(name, on));
    this.choice = Elements.choice("along", directions.map(({ key, name }) => ({ value: key, text: name })), this.direction.key, key => {
      this.direction = directions.find(direction => direction.key === key);
      this.place();
    });
    this.range = Elements.toggle("whole range", false, () => this.place());
    this.card = Elements.card("histogram", report.samples ? "Histogram" : "Density",
      directions.length > 1 ? element("div", { className: "controls" }, this.choice) : null,
      element("div", { className: "controls", role: "group", "aria-label": "What the histogram shows" },
        ...(mixtures ? [toggle("components", "components"), toggle("sum", "sum"), toggle("boundaries", "boundaries")] : []),
        report.outliers && toggle("outliers", "outliers"), this.range),
      element("div", { className: "drawing" }, this.canvas), this.caption,
      report.samples ? Elements.numbers("Counts as a table", ["from", "to", "count"], () => this.rows()) : null);
    this.plot = new Plot(this.canvas)
      .layer("bars", (context, plot) => this.drawBars(context, plot))
      .layer("outliers", (context, plot) => this.drawOutliers(context, plot))
      .layer("curves", (context, plot) => this.drawCurves(context, plot))
      .layer("boundaries", (context, plot) => this.drawBoundaries(context, plot));
    this.place();
  }

  set(name, on) {
    this.shown[name] = on;
    this.plot.redraw(name === "components" || name === "sum" ? "curves" : name);
    this.tell();
  }

  get width() {
    const { histogram } = this.direction;
    return (histogram.to - histogram.from) / histogram.counts.length;
  }

  /** What a density in page units is multiplied with: to counts of a bin, or to a density in the units of the data. */
  get factor() {
    const { histogram, scale } = this.direction;
    return histogram ? histogram.counts.reduce((sum, count) => sum + count, 0) * this.width : 1 / Math.abs(scale);
  }

  /** The view that fits the direction. */
  place() {
    const { report, direction } = this, { histogram } = direction;
    const last = report.mixtures && Direction.project(report.mixtures[report.mixtures.length - 1], [direction]);
    const ends = this.ends(histogram, last);
    const room = ends[1] > ends[0] ? 0.02 * (ends[1] - ends[0]) : 1;
    this.plot.x = direction.axis(ends[0] - room, ends[1] + room);
    this.highest = histogram ? Math.max(...histogram.counts) : 0;
    this.numbersAreOld();
    this.show(true);
  }

  /** All bars, or, when a few lie far away, nearly all and the components; `far` counts what is left out. */
  ends(histogram, mixture) {
    this.far = 0;
    this.range.hidden = true;
    if (!histogram) return Direction.ends(null, mixture, 0).whole;
    const { from, to, counts } = histogram, { width } = this, total = counts.reduce((sum, count) => sum + count, 0);
    const reach = mixture ? Direction.ends(null, mixture, 0).whole : [Infinity, -Infinity];
    let [first, last, low, high] = [0, counts.length - 1, 0, 0];
    while (first < last && low + counts[first] <= 0.002 * total) low += counts[first++];
    while (last > first && high + counts[last] <= 0.002 * total) high += counts[last--];
    const usual = [Math.max(from, Math.min(from + first * width, reach[0])), Math.min(to, Math.max(from + (last + 1) * width, reach[1]))];
    const room = 0.25 * (to - from); // the curves are seen to their ends where these are near
    if (to - from < 1.6 * (usual[1] - usual[0])) return [Math.min(from, Math.max(reach[0], from - room)), Math.max(to, Math.min(reach[1], to + room))];
    this.range.hidden = false;
    if (this.range.input.checked) return [from, to];
    this.far = counts.reduce((sum, count, bin) => sum + (from + (bin + 1) * width <= usual[0] || from + bin * width >= usual[1] ? count : 0), 0);
    return usual;
  }

  show(moved = false) {
    const { report, plot } = this;
    this.mixture = report.mixture && Direction.project(report.mixture, [this.direction]);
    this.curves();
    const peak = this.sum ? Math.max(...this.sum) : 0;
    const top = (this.highest > 0 ? Math.min(Math.max(this.highest, peak), 2.5 * this.highest) : peak) * 1.08 || 1;
    const changed = moved || plot.y.to !== top;
    plot.y = new Axis({ name: !this.direction.histogram ? "density" : report.sampleWeights ? "weight per bin" : "samples per bin", from: 0, to: top });
    plot.redraw(...(changed ? [] : ["curves", "boundaries"]));
    this.tell();
  }

  restyle() {
    this.plot.restyle();
  }

  /** The expected height of each component, and of all, at evenly spread places and at the means. */
  curves() {
    const { mixture, plot, factor } = this;
    this.sum = null;
    if (!mixture) return;
    const { from, to } = plot.x, steps = 480;
    const near = [...mixture.weights.keys()].flatMap(k => [-2, -1, -0.5, 0, 0.5, 1, 2].map(z => mixture.mean(k, 0) + z * mixture.deviation(k, 0)));
    this.us = [...Array.from({ length: steps + 1 }, (_, n) => from + n / steps * (to - from)), ...near.filter(u => u > from && u < to)].sort((a, b) => a - b);
    this.parts = Array.from({ length: mixture.size }, (_, k) => mixture.lnJointOver(k, this.us).map(value => factor * Math.exp(value)));
    this.sum = this.us.map((_, at) => this.parts.reduce((sum, part) => sum + part[at], 0));
  }

  drawBars(context, plot) {
    const { histogram } = this.direction;
    if (!histogram) return;
    const { width } = this, floor = plot.py(0);
    context.fillStyle = this.mixture ? plot.theme.edge : plot.theme.accent;
    context.globalAlpha = this.mixture ? 0.38 : 0.75;
    histogram.counts.forEach((count, bin) => {
      const left = plot.px(histogram.from + bin * width), right = plot.px(histogram.from + (bin + 1) * width), top = plot.py(count);
      const gap = right - left > 4 ? 0.5 : 0;
      if (count > 0) context.fillRect(left + gap, Math.min(top, floor - 1), Math.max(1, right - left - 2 * gap), Math.max(1, floor - top));
    });
    context.globalAlpha = 1;
  }

  drawCurves(context, plot) {
    if (!this.mixture) return;
    const { report, us, mixture } = this;
    const line = heights => {
      context.beginPath();
      us.forEach((u, at) => context.lineTo(plot.px(u), plot.py(heights[at])));
    };
    if (this.shown.sum) {
      line(this.sum);
      context.strokeStyle = plot.theme.ink;
      context.lineWidth = 3;
      context.stroke();
    }
    if (this.shown.components) {
      this.parts.forEach((heights, k) => {
        const look = plot.theme.look(report.slots[k]);
        line(heights);
        context.strokeStyle = look.color;
        context.setLineDash(look.dash);
        context.globalAlpha = report.strengths[k];
        context.lineWidth = 1.8;
        context.stroke();
        context.lineTo(plot.px(us[us.length - 1]), plot.py(0));
        context.lineTo(plot.px(us[0]), plot.py(0));
        context.fillStyle = look.color;
        context.globalAlpha = 0.1 * report.strengths[k];
        context.fill();
      });
      context.setLineDash([]);
      context.globalAlpha = 1;
    }
    if (this.shown.components)
      for (let k = mixture.size - 1; k >= 0; k--) {
        const peak = this.factor * Math.exp(mixture.lnJoint(k, [mixture.mean(k, 0)]));
        const py = Math.min(Math.max(plot.py(peak), plot.frame.top + 10), plot.py(0) - 10);
        Marks.number(context, plot, String(report.ids[k]), plot.theme.look(report.slots[k]), plot.px(mixture.mean(k, 0)), py, mixture.size > 24);
      }
  }

  drawOutliers(context, plot) {
    if (!this.shown.outliers) return;
    const scores = this.report.views.scatter?.scoresOf(this.direction) ?? this.direction.scores(this.report.samples, this.report.dimension);
    context.strokeStyle = plot.theme.alarm;
    context.lineWidth = 1.4;
    context.beginPath();
    scores.forEach((u, n) => {
      if (!this.report.outliers[n]) return;
      context.moveTo(plot.px(u), plot.py(0));
      context.lineTo(plot.px(u), plot.py(0) - 9);
    });
    context.stroke();
  }

  /** Where the most likely component changes, in page units. */
  get boundaries() {
    const { us, parts, mixture } = this;
    if (!mixture) return [];
    const likeliest = u => {
      let best = 0;
      for (let k = 1; k < mixture.size; k++) if (mixture.lnJoint(k, [u]) > mixture.lnJoint(best, [u])) best = k;
      return best;
    };
    const found = [];
    for (let at = 1, before = likeliest(us[0]); at < us.length; at++) {
      const now = likeliest(us[at]);
      if (now !== before) {
        let [low, high] = [us[at - 1], us[at]];
        for (let step = 0; step < 40; step++) {
          const middle = (low + high) / 2;
          if (likeliest(middle) === before) low = middle; else high = middle;
        }
        found.push(low);
      }
      before = now;
    }
    return found;
  }

  drawBoundaries(context, plot) {
    if (!this.shown.boundaries) return;
    context.beginPath();
    for (const u of this.boundaries) {
      context.moveTo(plot.px(u), plot.frame.top);
      context.lineTo(plot.px(u), plot.py(0));
    }
    context.strokeStyle = plot.theme.ink;
    context.lineWidth = 1.5;
    context.stroke();
  }

  rows() {
    const { direction, width } = this, { histogram } = direction, step = Math.abs(direction.scale * width) / 10;
    return histogram.counts.map((count, bin) => [
      ...[bin, bin + 1].map(end => Format.to(direction.center + direction.scale * (histogram.from + end * width), step)), Format.count(count)]);
  }

  numbersAreOld() {
    const details = this.card.querySelector("details");
    if (!details) return;
    details.querySelector(".scroll").replaceChildren();
    details.open = false;
  }

  tell() {
    const { report, mixture, direction } = this, said = [];
    const value = (u, step) => Format.to(direction.center + direction.scale * u, Math.abs(direction.scale) * step);
    if (direction.histogram && report.payload.samples) said.push(report.payload.samples.count === 1 ? "There is one sample." : `Bars count all ${Format.count(report.payload.samples.count)} samples${report.sampleWeights ? " by their weights" : ""}.`);
    if (this.far > 0) said.push(`${Format.count(this.far)} of ${report.sampleWeights ? "the weight" : "them"} ${this.far === 1 || report.sampleWeights ? "lies" : "lie"} outside of the view; “whole range” shows them.`);
    if (mixture) said.push(`Curves: each component by its weight, and their sum${direction.histogram ? ", scaled to the bars" : ""}.`);
    if (mixture && this.shown.boundaries) said.push(`Boundaries: ${Elements.list(this.boundaries.map(u => value(u, 0.01)), 12) || "none"}${report.dimension > 1 ? " (of the mixture along this direction)" : ""}.`);
    this.caption.textContent = said.join(" ");
    const bars = direction.histogram
      ? `${direction.histogram.counts.length} bars from ${value(direction.histogram.from, 0.01)} to ${value(direction.histogram.to, 0.01)}, the highest ${Format.count(this.highest)}` : "";
    const parts = mixture ? Array.from({ length: mixture.size }, (_, k) =>
      `component ${report.ids[k]}, weight ${Format.percent(mixture.weights[k])}, mean ${value(mixture.mean(k, 0), mixture.deviation(k, 0) / 10)}, standard deviation ${Format.short(Math.abs(direction.scale) * mixture.deviation(k, 0))}`) : [];
    this.canvas.setAttribute("aria-label", `${direction.histogram ? "Histogram" : "Density"} along ${direction.name}`
      + (bars ? `: ${bars}` : "") + (mixture ? `; ${Elements.list(parts, 12)}.` : "."));
  }

  get handle() {
    const view = this, { plot } = this;
    return {
      canvas: this.canvas,
      toPixel: (x, y) => plot.toPixel(x, y),
      toValue: (px, py) => plot.toValue(px, py),
      get axes() { return [view.direction.name]; },
      get state() { return view.report.index; },
      get bars() {
        const { histogram, center, scale } = view.direction;
        return (histogram?.counts ?? []).map((count, bin) => ({
          from: center + scale * (histogram.from + bin * view.width), to: center + scale * (histogram.from + (bin + 1) * view.width), count,
        }));
      },
      get boundaries() { return view.boundaries.map(u => plot.x.toValue(u)); },
      heights: x => {
        const u = plot.x.toUnit(x), parts = Array.from({ length: view.mixture?.size ?? 0 }, (_, k) => view.factor * Math.exp(view.mixture.lnJoint(k, [u])));
        return { parts, sum: parts.reduce((sum, part) => sum + part, 0) };
      },
      draw: () => plot.draw(),
    };
  }
}
