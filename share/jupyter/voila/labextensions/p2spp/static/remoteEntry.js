// The container that webpack would write around one small plugin.
(() => {
  const plugin = {
    id: 'p2spp:boards',
    autoStart: true,
    activate: app => { app.widgetManagerPromise?.promise.then(manager => window.p2sppBoards?.(manager)); },
  };
  (window._JUPYTERLAB ||= {}).p2spp = {init: () => {}, get: async () => () => ({__esModule: true, default: plugin})};
})();
