export {
  fromMillis,
  type Instant,
  toMillis,
  toRfc3339,
} from '../../../functions/src/contract/instant.js';
