import protobuf from 'protobufjs';

/** Types that protobuf's JSON form writes as a string or a plain value: https://protobuf.dev/programming-guides/json */
const PLAIN =
  /^\.google\.protobuf\.(Timestamp|Duration|FieldMask|Struct|Value|ListValue|Any|\w+Value)$/;

/** In the API's discovery document, and newer than the packages' definitions. */
const NEWER = new Set(['ServiceConfig.directVpcNetworkInterface', 'ServiceConfig.directVpcEgress']);

const NUMBERS = /^(?:s|u)?(?:int|fixed)(?:32|64)$|^sfixed(?:32|64)$|^double$|^float$/;

/**
 * What is wrong with a message in JSON, by its definition: unknown names, values of another type,
 * words that an enum does not have. Empty if it is valid.
 */
export function findMistakes(type: protobuf.Type, value: unknown, at = type.name): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [`${at} is no object`];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = type.fields[name];
    if (field === undefined) {
      return NEWER.has(`${type.name}.${name}`) ? [] : [`${at} has no ${name}`];
    }
    return inner === null ? [] : mistakesOf(field, inner, `${at}.${name}`);
  });
}

function mistakesOf(field: protobuf.Field, value: unknown, at: string): string[] {
  if (field instanceof protobuf.MapField) {
    return Object.entries(value as object).flatMap(([key, inner]) =>
      one(field, inner, `${at}[${key}]`),
    );
  }
  if (!field.repeated) return one(field, value, at);
  if (!Array.isArray(value)) return [`${at} is no list`];
  return value.flatMap((inner, index) => one(field, inner, `${at}[${index}]`));
}

function one({ type, resolvedType }: protobuf.Field, value: unknown, at: string): string[] {
  if (resolvedType instanceof protobuf.Enum) {
    const isKnown = typeof value === 'string' && value in resolvedType.values;
    return isKnown ? [] : [`${at} is ${JSON.stringify(value)}, which is none of its words`];
  }
  if (resolvedType instanceof protobuf.Type) {
    return PLAIN.test(resolvedType.fullName) ? [] : findMistakes(resolvedType, value, at);
  }
  const isRight = NUMBERS.test(type)
    ? typeof value === 'number' || /^-?\d+$/.test(String(value))
    : type === 'bool'
      ? typeof value === 'boolean'
      : typeof value === 'string';
  return isRight ? [] : [`${at} is ${JSON.stringify(value)}, and should be a ${type}`];
}
