from celery import shared_task

from notifications import sending


@shared_task(own_transactions=True)
def send_message(organization, message_id):
    sending.send(message_id, organization_id=organization)
