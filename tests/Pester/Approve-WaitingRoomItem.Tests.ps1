BeforeAll {
    . $PSScriptRoot/Setup.ps1
    . $PSScriptRoot/WaitingRoomSetup.ps1
    $script:decide = 'Approve-WaitingRoomItem'
    $script:opposite = 'Deny-WaitingRoomItem'
    $script:state = 'Approved'
    $script:id = 'PermModule.Commands.ApproveWaitingRoomItemCommand'
}

Describe 'Approve-WaitingRoomItem' {
    BeforeEach { $null = New-WaitingRoomStore }

    . $PSScriptRoot/WaitingRoomDecisions.ps1

    It 'approves what was denied, but nothing twice' {
        $item = Submit-WaitingRoomItem Upload asker a, b
        $item | Deny-WaitingRoomItem -Auditor uploads
        (Approve-WaitingRoomItem $item.Id -Asset b -Auditor all -PassThru).State | Should -Be Mixed
        { Approve-WaitingRoomItem $item.Id -Asset b -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
        (Approve-WaitingRoomItem $item.Id -Auditor all -PassThru).State | Should -Be Approved
        { Approve-WaitingRoomItem $item.Id -Auditor all -ErrorAction Stop } | Should -Throw -ErrorId "AlreadyDecided,$id"
    }

    It 'hands a released file to the upload audit, also in a pipeline over all that waits' {
        $caught = Submit-WaitingRoomItem Quarantine uploader virus.exe
        Get-WaitingRoomItem | Approve-WaitingRoomItem -Auditor all
        (Get-WaitingRoomItem $caught.Id).State | Should -Be Approved
        $upload = Get-WaitingRoomItem
        $upload.Kind | Should -Be Upload
        $upload.Requester | Should -Be uploader
        $upload.Assets | Should -Be virus.exe
        (Get-PermAuditEvent -Action RequestSubmitted -Target $upload.Id).After | Should -BeLike "*""ReleasedFrom"":$($caught.Id)*"
    }
}
