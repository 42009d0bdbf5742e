// The container that webpack would write around one small plugin: a unit of this workbook runs when it is opened, and
// the menus are named in its language.
(() => {
  let shared;
  // A token is known only as the module that JupyterLab itself uses.
  const from = async name => {
    const versions = shared[name];
    const newest = Object.keys(versions).sort((a, b) => a.localeCompare(b, 'en', {numeric: true})).pop();
    return (await versions[newest].get())();
  };
  // Running code unasked is a risk: only a notebook that `p2spp build` has marked, and only where it puts them.
  const OURS = /^(notebooks(\/en)?(\/kini)?|peserta|pelatih|kunci)\/\w+\.ipynb$/;
  const isOurs = panel => OURS.test(panel.context.path) && panel.model?.getMetadata?.('p2spp')?.runs_when_opened === true;

  // JupyterLab's Indonesian leaves the names of its menus in English.
  const MENUS = {fileMenu: 'Berkas', editMenu: 'Sunting', viewMenu: 'Tampilan', runMenu: 'Jalankan', tabsMenu: 'Tab',
    settingsMenu: 'Pengaturan', helpMenu: 'Bantuan'};
  const name = (menus, translator) => {
    if (!translator.languageCode.startsWith('id')) return;
    for (const [menu, words] of Object.entries(MENUS)) menus[menu].title.label = words;
  };

  const plugin = async () => {
    const {INotebookTracker, NotebookActions} = await from('@jupyterlab/notebook');
    const [{IMainMenu}, {ITranslator}] = [await from('@jupyterlab/mainmenu'), await from('@jupyterlab/translation')];
    const open = async panel => {
      await panel.context.ready;
      if (!isOurs(panel)) return;
      await panel.sessionContext.ready;
      await panel.revealed;
      const notebook = panel.content;
      const top = () => {
        notebook.activeCellIndex = 0;
        notebook.mode = 'command';
        notebook.node.querySelector('.jp-WindowedPanel-outer')?.scrollTo(0, 0);
      };
      top();
      await NotebookActions.runAll(notebook, panel.sessionContext);
      top();
      panel.context.model.dirty = false;  // nobody has changed anything: nothing to save
    };
    return {
      id: 'p2spp-run:plugin',
      autoStart: true,
      requires: [INotebookTracker, IMainMenu, ITranslator],
      activate: (app, tracker, menus, translator) => {
        tracker.widgetAdded.connect((_, panel) => { open(panel); });
        app.restored.then(() => name(menus, translator));
      },
    };
  };
  (window._JUPYTERLAB ||= {})['p2spp-run'] = {
    init: scope => { shared = scope; },
    get: async () => {
      const made = await plugin();
      return () => ({__esModule: true, default: made});
    },
  };
})();
