// The map library, in one file that is fetched only when a map comes into view.
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as LibreMap, NavigationControl, setWorkerUrl } from "maplibre-gl";
// The worker as a file of our own: the content security policy allows no other.
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

setWorkerUrl(workerUrl);

export { LibreMap, NavigationControl };
