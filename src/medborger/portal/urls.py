from django.urls import path

from medborger.portal import views
from medborger.portal.log import views as log
from medborger.portal.people import views as people
from medborger.portal.retention.views import retention
from medborger.portal.scan import views as scan

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("min-side/", views.my_page, name="my_page"),
    path("forummer/<int:forum_id>/", views.forum, name="forum"),
    path("omraader/<int:area_id>/", views.area, name="area"),
    path("personer/", people.people, name="people"),
    path("personer/<int:person_id>/", people.person, name="person"),
    path("personer/<int:person_id>/luk/", people.close_for, name="close_for"),
    path("profil/mine-data/", people.copy_of_own_data, name="own_data"),
    path("profil/luk/", people.close_own, name="close_account"),
    path("soeg/", views.search, name="search"),
    path("breve/", views.letters, name="letters"),
    path("breve/igen/", views.send_again, name="send_all_again"),
    path("breve/<int:mail_id>/igen/", views.send_again, name="send_again"),
    path("sundhed/", views.health, name="health"),
    path("sundhed.json", views.health, name="health_json"),
    path("bekymret/", views.worried, name="worried"),
    path("indflydelse/", views.influence, name="influence"),
    path("log/", log.everything, name="log"),
    path("log/log.csv", log.file_of_everything, name="log_file"),
    path("forummer/<int:forum_id>/log/", log.of_forum, name="forum_log"),
    path("forummer/<int:forum_id>/log/log.csv", log.file_of_forum, name="forum_log_file"),
    path("administration/", views.administration, name="administration"),
    path("administration/gennemgang/", scan.findings, name="scan"),
    path("administration/gennemgang/start/", scan.begin, name="start_scan"),
    path("administration/gennemgang/<int:finding_id>/", scan.judge, name="judge_finding"),
    path("profil/log/", log.own, name="own_log"),
    path("om/", views.about, name="about"),
    path("om/opbevaring/", retention, name="retention"),
    path("om/privatliv/", views.privacy, name="privacy"),
    path("om/cookies/", views.cookies, name="cookies"),
    path("om/komponenter/", views.components, name="components"),
    path("was", views.accessibility_statement, name="was"),
    path("tema.css", views.theme, name="theme"),
]
