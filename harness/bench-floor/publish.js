// The least that an intake can do: publish the body and answer.
import { http } from '@google-cloud/functions-framework';
import { PubSub } from '@google-cloud/pubsub';

const topic = new PubSub().topic(process.env.PUBSUB_TOPIC);

http('publish', async (request, response) => {
  await topic.publishMessage({ data: request.rawBody });
  response.status(202).json({ status: 'accepted' });
});
