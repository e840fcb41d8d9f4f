// Preloaded into a worker: stands for a bug in how it holds logs against alerts, which it names by their JSON.
import { quotingError } from './quoting-error.mjs';

const { stringify } = JSON;
const isAlerts = (value) => Array.isArray(value) && value[0]?.condition !== undefined;
JSON.stringify = (value, ...more) => {
  if (isAlerts(value)) throw quotingError();
  return stringify(value, ...more);
};
