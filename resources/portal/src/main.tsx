// SPDX-License-Identifier: Apache-2.0
import { render } from "preact";
import { Portal } from "./portal";
import { language } from "./texts/index";

document.documentElement.lang = language;
render(<Portal />, document.getElementById("portal")!);
