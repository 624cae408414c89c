// How samples and components are drawn on a plot of two axes.

/** Drawing of markers, ellipses and numbers. */
const Marks = {
  path(context, marker, px, py, r) {
    context.beginPath();
    if (marker === "circle") context.arc(px, py, r, 0, 2 * Math.PI);
    else if (marker === "square") context.rect(px - 0.88 * r, py - 0.88 * r, 1.76 * r, 1.76 * r);
    else {
      const corners = marker === "diamond" ? [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]] : [[0, -1.2], [1.15, 0.85], [-1.15, 0.85]];
      corners.forEach(([x, y], n) => n === 0 ? context.moveTo(px + r * x, py + r * y) : context.lineTo(px + r * x, py + r * y));
      context.closePath();
    }
  },

  /** The radius of a marker, smaller where there are many samples. */
  radius: count => count <= 600 ? 3.4 : count <= 4000 ? 2.6 : 2,

  /** Samples at scores xs and ys, each with a slot (−1: the accent) and an opacity; on a layer of their own. */
  samples(context, plot, xs, ys, slotOf, opacityOf) {
    const ratio = window.devicePixelRatio || 1, radius = Marks.radius(xs.length) * ratio, stamps = new Stamps(context, plot.frame, ratio), looks = new Map();
    const lookOf = slot => {
      if (!looks.has(slot)) {
        const { color, marker } = slot < 0 ? { color: plot.theme.accent, marker: "circle" } : plot.theme.look(slot);
        looks.set(slot, { color: stamps.color(color), mask: Stamps.mask(marker, radius) });
      }
      return looks.get(slot);
    };
    for (let n = 0; n < xs.length; n++) {
      const { color, mask } = lookOf(slotOf(n));
      stamps.stamp(mask, color, opacityOf(n), plot.px(xs[n]), plot.py(ys[n]));
    }
    stamps.put();
  },

  /** Ellipses of 1, 2 and 3 σ; the heavier a component the thicker and the more opaque. */
  ellipses(context, plot, mixture, slotOf, strengthOf = () => 1) {
    const heaviest = Math.max(...mixture.weights), order = [...mixture.weights.keys()].sort((a, b) => mixture.weights[a] - mixture.weights[b]);
    for (const k of order) {
      const look = plot.theme.look(slotOf(k)), share = Math.sqrt(mixture.weights[k] / heaviest) || 0;
      context.strokeStyle = context.fillStyle = look.color;
      context.setLineDash(look.dash);
      for (const sigma of [3, 2, 1]) {
        context.beginPath();
        for (const [u, v] of mixture.ellipse(k, sigma)) context.lineTo(plot.px(u), plot.py(v));
        context.closePath();
        context.globalAlpha = 0.05 * strengthOf(k);
        context.fill();
        const width = (0.8 + 1.4 * share) * [1, 0.75, 0.6][sigma - 1], opacity = (0.4 + 0.6 * share) * [1, 0.8, 0.6][sigma - 1] * strengthOf(k);
        context.globalAlpha = 0.6 * opacity; // a rim in the colour of the ground keeps a line apart from samples of its own colour
        context.lineWidth = width + 2.4;
        context.strokeStyle = plot.theme.surface;
        context.stroke();
        context.globalAlpha = opacity;
        context.lineWidth = width;
        context.strokeStyle = look.color;
        context.stroke();
      }
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  },

  /** The number of a component on a disc at its mean. */
  number(context, plot, text, look, px, py, small) {
    const size = small ? 10 : 12;
    context.font = `600 ${size}px ${plot.theme.font}`;
    const half = Math.max(size * 0.78, context.measureText(text).width / 2 + 4);
    context.beginPath();
    context.roundRect(px - half, py - size * 0.78, 2 * half, size * 1.56, size * 0.78);
    context.fillStyle = plot.theme.surface;
    context.fill();
    context.strokeStyle = look.color;
    context.lineWidth = 1.8;
    context.stroke();
    context.fillStyle = plot.theme.ink;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, px, py + 0.5);
  },

  /** Rings around samples that the mixture hardly expects. */
  outliers(context, plot, xs, ys, flags) {
    const radius = Marks.radius(xs.length) + 2.6;
    context.strokeStyle = plot.theme.alarm;
    context.lineWidth = 1.4;
    context.beginPath();
    for (let n = 0; n < xs.length; n++) {
      if (!flags[n]) continue;
      const px = plot.px(xs[n]), py = plot.py(ys[n]);
      context.moveTo(px + radius, py);
      context.arc(px, py, radius, 0, 2 * Math.PI);
    }
    context.stroke();
  },
};
