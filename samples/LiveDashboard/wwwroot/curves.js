// The course of the stream: score and memory against the position, and the alarms.

class Curves {
  /** So many points are kept, as on the server. */
  static points = 1800;

  constructor(canvases) {
    this.curves = canvases.map(({ canvas, name, of, fromZero }) => {
      const plot = new Plot(canvas, { x: new Axis({ name: "position", from: 0, to: 1 }), y: new Axis({ name, from: 0, to: 1 }) });
      plot.layer("alarms", context => this.drawAlarms(context, plot)).layer("line", context => this.drawLine(context, plot, of));
      return { plot, of, fromZero };
    });
    this.clear();
  }

  clear() {
    this.points = []; // { position, score, memory, components }
    this.alarms = []; // positions
  }

  take({ whole, history, happenings }) {
    if (whole) this.clear();
    history.position.forEach((position, n) => {
      // What people did makes no new point.
      if (position !== this.points.at(-1)?.position) this.points.push({ position, score: history.score[n], memory: history.memory[n], components: history.components[n] });
    });
    this.points.splice(0, Math.max(0, this.points.length - Curves.points));
    this.alarms.push(...happenings.filter(({ kind }) => kind === "alarm").map(({ position }) => position));
    this.alarms = this.alarms.filter(position => position >= (this.points[0]?.position ?? 0));
    if (history.position.length > 0 && this.points.length > 1) this.fit();
  }

  fit() {
    const from = this.points[0].position, to = this.points.at(-1).position;
    for (const { plot, of, fromZero } of this.curves) {
      const values = this.points.map(of).filter(value => Number.isFinite(value));
      if (values.length === 0) continue;
      const low = fromZero ? 0 : values.reduce((one, other) => Math.min(one, other)), high = values.reduce((one, other) => Math.max(one, other)), room = 0.08 * (high - low) || 1;
      Object.assign(plot.x, { from, to });
      Object.assign(plot.y, { from: fromZero ? 0 : low - room, to: high + room });
      plot.redraw();
    }
  }

  drawLine(context, plot, of) {
    context.strokeStyle = plot.theme.accent;
    context.lineWidth = 1.6;
    context.lineJoin = "round";
    context.beginPath();
    let isDown = false;
    for (const point of this.points) {
      const value = of(point);
      if (Number.isFinite(value)) context[isDown ? "lineTo" : "moveTo"](plot.px(point.position), plot.py(value));
      isDown = Number.isFinite(value);
    }
    context.stroke();
  }

  drawAlarms(context, plot) {
    const { top, height } = plot.frame;
    context.strokeStyle = context.fillStyle = plot.theme.alarm;
    context.lineWidth = 1.5;
    for (const position of this.alarms) {
      const px = plot.px(position);
      context.beginPath();
      context.moveTo(px, top);
      context.lineTo(px, top + height);
      context.stroke();
      context.beginPath();
      context.moveTo(px, top);
      context.lineTo(px - 5, top + 9);
      context.lineTo(px + 5, top + 9);
      context.fill();
    }
  }

  restyle() {
    for (const { plot } of this.curves) plot.restyle();
  }
}
