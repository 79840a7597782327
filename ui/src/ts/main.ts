// What pages do beyond links and forms. Every page works without any of it.

import "htmx.org";
import { copyOnClick } from "./copy";
import { pointAtCharts } from "./chart";
import { dismissNotices } from "./dismiss";
import { forgetDrafts, watchDrafts } from "./drafts";
import { guideNotes } from "./guidance";
import { listenForKeys } from "./keys";
import { tameMenus } from "./menus";
import { completeNames } from "./names";
import { openPanes } from "./pane";
import { askForPasskeys } from "./passkey";
import { splitSeats } from "./split";
import { fallBackToPages } from "./swaps";
import { forgetWhatCannotBeUndone } from "./undo";
import { sendUploads } from "./upload";
import { countWork } from "./work";

document.documentElement.classList.add("script");
copyOnClick();
dismissNotices();
listenForKeys();
tameMenus();
sendUploads();
fallBackToPages();
pointAtCharts();
forgetDrafts();
watchDrafts(document);
openPanes();
completeNames();
askForPasskeys();
guideNotes();
void countWork();
forgetWhatCannotBeUndone();
splitSeats();
