// Search for a site that is opened from a folder. Browsers start no workers there, so the script of the search runs in
// a hidden frame; to the page, and to the script, it looks like a worker. The theme looks for the name IFrameWorker.
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      this.ready = new Promise((resolve) => {
        const load = (inside, address) =>
          new Promise((done) => {
            const script = inside.document.createElement("script");
            script.src = new URL(address, document.baseURI).href;
            script.onload = () => done(inside);
            inside.document.body.append(script);
          });
        const start = () => {
          const inside = frame.contentWindow;
          inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
          inside.importScripts = (...urls) =>
            urls.reduce((before, address) => before.then(() => load(inside, address)), Promise.resolve());
          load(inside, url).then(resolve);
        };
        frame.addEventListener("load", start, { once: true });
      });
      document.body.append(frame);
    }

    postMessage(data) {
      this.ready.then((inside) => inside.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {}
  };
  window.Worker = window.IFrameWorker;
}
