// What every page does in the browser. All of it is help on top of pages that work without it.

import "./theme/main.scss";

import { startDialogs } from "./shell/dialogs";
import { startDrawer } from "./shell/drawer";
import { startForms } from "./shell/forms";
import { startHtmx } from "./shell/htmx";
import { startKeys } from "./shell/keys";
import { startMenus } from "./shell/menus";
import { startNetwork } from "./shell/network";
import { startSelection } from "./shell/selection";
import { startTables } from "./shell/tables";

startHtmx();
startForms();
startNetwork();
startDialogs();
startDrawer();
startMenus();
startKeys();
startSelection();
startTables();
