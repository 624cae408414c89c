// The stream of frames: one event source, which goes on where it was.

class Connection {
  /** Waits so long where the browser does not come back by itself, in milliseconds. */
  static patience = 2000;

  constructor({ frame, status }) {
    this.give = frame;
    this.tell = status;
    this.last = null;
  }

  /** Begins to watch two axes; the first two when none are named. */
  watch(axes) {
    this.axes = axes;
    this.last = null;
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    this.source?.close();
    const query = new URLSearchParams(this.axes ? { x: this.axes[0], y: this.axes[1] } : {});
    if (this.last) query.set("since", this.last);
    const source = this.source = new EventSource(`events?${query}`);
    source.addEventListener("frame", event => {
      if (source !== this.source) return;
      this.last = event.lastEventId;
      this.give(JSON.parse(event.data));
    });
    source.addEventListener("error", () => {
      this.tell("reconnecting");
      // A browser comes back after a connection that broke, not after an answer that was no stream.
      if (source.readyState === EventSource.CLOSED) this.timer = setTimeout(() => this.open(), Connection.patience);
    });
  }
}
