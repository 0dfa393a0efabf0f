from django.urls import path

from medborger.decisions.views import cases, files, imports, recommendations

app_name = "decisions"
urlpatterns = [
    path("anbefalinger/", recommendations.recommendations, name="recommendations"),
    path("anbefalinger/forum/<int:forum_id>/", recommendations.of_forum, name="of_forum"),
    path("anbefalinger/forum/<int:forum_id>/ny/", recommendations.create, name="recommend"),
    path(
        "anbefalinger/<int:recommendation_id>/",
        recommendations.recommendation,
        name="recommendation",
    ),
    path(
        "anbefalinger/<int:recommendation_id>/ret/",
        recommendations.change,
        name="change_recommendation",
    ),
    path(
        "anbefalinger/<int:recommendation_id>/skridt/",
        recommendations.add_follow_up,
        name="add_follow_up",
    ),
    path("skridt/<int:follow_up_id>/", recommendations.change_follow_up, name="change_follow_up"),
    path(
        "skridt/<int:follow_up_id>/slet/", recommendations.delete_follow_up, name="delete_follow_up"
    ),
    path("sager/", cases.cases, name="cases"),
    path("sager/ny/", cases.create, name="create_case"),
    path("sager/importer/", imports.import_case, name="import_case"),
    path("sager/importer/gem/", imports.save_import, name="save_import"),
    path("sager/<int:case_id>/", cases.case, name="case"),
    path("sager/<int:case_id>/ret/", cases.change, name="change_case"),
    path("sager/<int:case_id>/slet/", cases.delete, name="delete_case"),
    path("sager/<int:case_id>/filer/", files.files, name="files"),
    path("sager/filer/<int:case_file_id>/", files.file, name="file"),
    path("sager/filer/<int:case_file_id>/aabn/", files.open_file, name="open_file"),
    path("sager/filer/<int:case_file_id>/slet/", files.delete_file, name="delete_file"),
    path("sager/<int:case_id>/afsnit/", cases.add_section, name="add_section"),
    path("sager/<int:case_id>/behandling/", cases.add_consultation, name="add_consultation"),
    path("sager/<int:case_id>/send/", cases.forward, name="forward"),
    path("sager/<int:case_id>/knyt/", cases.link, name="link"),
    path("sager/<int:case_id>/svarer-paa/", cases.answer, name="answer"),
    path("afsnit/<int:section_id>/", cases.change_section, name="change_section"),
    path("afsnit/<int:section_id>/slet/", cases.delete_section, name="delete_section"),
    path(
        "behandling/<int:consultation_id>/", cases.change_consultation, name="change_consultation"
    ),
    path(
        "behandling/<int:consultation_id>/slet/",
        cases.delete_consultation,
        name="delete_consultation",
    ),
    path("sagens-anbefaling/<int:printed_id>/knyt/", cases.link_one, name="link_one"),
    path("sagens-anbefaling/<int:printed_id>/loesn/", cases.unlink, name="unlink"),
    path("udvalg/<int:committee_id>/", cases.committee, name="committee"),
]
