import access from "./access.json" with { type: "json" };
import alarms from "./alarms.json" with { type: "json" };
import auth from "./auth.json" with { type: "json" };
import billing from "./billing.json" with { type: "json" };
import blueprint from "./blueprint.json" with { type: "json" };
import cases from "./cases.json" with { type: "json" };
import common from "./common.json" with { type: "json" };
import components from "./components.json" with { type: "json" };
import designer from "./designer.json" with { type: "json" };
import forms from "./forms.json" with { type: "json" };
import home from "./home.json" with { type: "json" };
import inbox from "./inbox.json" with { type: "json" };
import kpis from "./kpis.json" with { type: "json" };
import messages from "./messages.json" with { type: "json" };
import network from "./network.json" with { type: "json" };
import plugins from "./plugins.json" with { type: "json" };
import privacy from "./privacy.json" with { type: "json" };
import rating from "./rating.json" with { type: "json" };
import reads from "./reads.json" with { type: "json" };
import releases from "./releases.json" with { type: "json" };
import shell from "./shell.json" with { type: "json" };
import style from "./style.json" with { type: "json" };

// A new namespace: a file here and in ../en, and its name in both lists.
export const texts = {
  access,
  alarms,
  auth,
  billing,
  cases,
  common,
  components,
  designer,
  forms,
  home,
  plugins,
  privacy,
  rating,
  inbox,
  reads,
  releases,
  shell,
  style,
  blueprint,
  kpis,
  messages,
  network,
};

export type LocaleTexts = typeof texts;
export default texts;
