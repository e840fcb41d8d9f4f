// The least that a function can do: what the platform itself takes.
import { http } from '@google-cloud/functions-framework';

http('answer', (_request, response) => {
  response.status(202).json({ status: 'accepted' });
});
